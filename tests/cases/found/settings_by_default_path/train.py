# expect: LL207
# forbid: LL201
# The file is the default of an option, so its 0 may be another number; as the program comes it raises.
import argparse

import yaml
from easydict import EasyDict
from torch.utils.data import DataLoader


def read(path):
    with open(path) as file:
        return EasyDict(yaml.load(file, Loader=yaml.FullLoader))


parser = argparse.ArgumentParser()
parser.add_argument("--config", default="conf/train.yaml")
settings = read(parser.parse_args().config)
loader = DataLoader(range(8), num_workers=settings.data.workers, persistent_workers=True)
