# forbid: LL207
# A class takes the entries of all documents of a file over as its own.
import argparse

import torch
import yaml
from torch.utils.data import DataLoader


class Node(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__

    def __init__(self, given=None):
        given = {} if not given else given
        for name, value in given.items():
            if hasattr(value, "keys"):
                value = Node(value)
            self[name] = value


class Settings(Node):
    def __init__(self, path):
        super().__init__()
        whole = Node(load(path))
        for name, value in whole.items():
            setattr(self, name, value)


def load(path):
    settings = {}
    for document in yaml.load_all(open(path), Loader=yaml.Loader):
        for name, value in document.items():
            settings[name] = value
    return settings


parser = argparse.ArgumentParser()
parser.add_argument("--config", required=True)
settings = Settings(parser.parse_args().config)
loader = DataLoader(torch.rand(1000, 1), num_workers=settings.train.workers, persistent_workers=True)
for batch in loader:
    print(batch)
