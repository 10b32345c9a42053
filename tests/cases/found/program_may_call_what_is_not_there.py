# expect: LL201 as error
# It ends with a `NameError` only if somebody asks for more.
import sys

import torch
from torch.utils.data import DataLoader


def main(show=False):
    if show:
        set_up(0)
    loader = DataLoader(torch.rand(10, 1), persistent_workers=True)
    for batch in loader:
        print(batch)


main("--show" in sys.argv)
