# expect: LL201 as error
# It comes to the loader, unless somebody asks for less.
import sys

import torch
from torch.utils.data import DataLoader


def main(show=False):
    if show:
        sys.exit()
    loader = DataLoader(torch.rand(10, 1), persistent_workers=True)
    for batch in loader:
        print(batch)


main("--show" in sys.argv)
