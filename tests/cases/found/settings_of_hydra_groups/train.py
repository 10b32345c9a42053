# expect: LL207
# The loader's options are a group of their own, which takes the number of workers from the first file.
import hydra
from torch.utils.data import DataLoader


@hydra.main(config_path="conf", config_name="config")
def main(cfg):
    return build(cfg.loader)


def build(options):
    return DataLoader(range(8), num_workers=options.num_workers, persistent_workers=options.persistent_workers)


main()
