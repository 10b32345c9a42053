# forbid: LL201
# It ends with a `NameError` before the loader is built.
import sys

import torch
from torch.utils.data import DataLoader


def main(show=False):
    set_up(0)
    loader = DataLoader(torch.rand(10, 1), persistent_workers=True)
    for batch in loader:
        print(batch)


main("--show" in sys.argv)
