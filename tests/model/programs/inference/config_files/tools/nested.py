"""Settings beside the program, where folders around it have some of the same name: Hydra takes these, wherever it runs."""

import hydra
import yaml


@hydra.main(config_path="conf", config_name="config")
def main(cfg):
    cfg.workers  #? 3?


yaml.safe_load(open("conf/config.yaml"))["workers"]  #? ?
yaml.safe_load(open("config.yaml"))["workers"]  #? 4
