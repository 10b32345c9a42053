import importlib
import sys

import torch
from torch.utils.data import DataLoader


def main(name, path):
    torch.multiprocessing.set_start_method("spawn")
    module, _, cls = name.rpartition(".")
    data = getattr(importlib.import_module(module), cls)(path)
    for batch in DataLoader(data, num_workers=4):
        print(batch)


if __name__ == "__main__":
    main(*sys.argv[1:])
