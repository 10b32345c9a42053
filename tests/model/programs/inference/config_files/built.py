"""Objects that Hydra builds as settings say."""

from pathlib import Path

import hydra
from hydra.utils import instantiate


class Rows:
    def __init__(self, n, other=0):
        self.n = n
        self.other = other


@hydra.main(config_path=str(Path(__file__).parent.joinpath("conf")), config_name=Path(__file__).stem)
def main(cfg):
    rows = instantiate(cfg.rows)
    rows.n  #? 3?
    rows.other  #? 0
    instantiate(cfg.rows, n=5).n  #? 5
    instantiate(cfg.nested).n  #? Rows()
    instantiate(cfg.partial)  #? partial(Rows)
    instantiate(cfg.missing)  #? ?
    instantiate(cfg.library)  #? collections.Counter()
    show(cfg)
    cfg.changed.n = 4
    cfg.changed.n  #? 2? | 4


def show(cfg):
    print(cfg.rows)


main()
