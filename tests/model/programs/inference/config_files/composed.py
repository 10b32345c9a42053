"""Settings that Hydra puts together."""

import hydra


@hydra.main(config_path="conf", config_name="config", version_base=None)
def main(cfg):
    cfg.first  #? 6?
    cfg.workers  #? 3?
    cfg.half  #? 3?
    cfg.pin  #? True?
    cfg.cache.size  #? 7?
    cfg.cluster.count  #? 4?
    cfg.data.workers  #? 2?
    cfg.data.batch_size  #? 8?
    cfg["data"]["shuffle"]  #? False?
    cfg.missing  #? ?
    build(cfg.data)


def build(data):
    data.workers  #? 2?


main()
