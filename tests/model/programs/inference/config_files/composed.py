"""Settings that Hydra puts together."""

import hydra


@hydra.main(config_path="conf", config_name="config", version_base=None)
def main(cfg):
    cfg.workers  #? 6?
    cfg.half  #? 6?
    cfg.data.workers  #? 2?
    cfg.data.batch_size  #? 8?
    cfg["data"]["shuffle"]  #? False?
    cfg.missing  #? ?
    build(cfg.data)


def build(data):
    data.workers  #? 2?


main()
