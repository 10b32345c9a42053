# forbid: LL201
# It never comes to the loader.
import sys

import torch
from torch.utils.data import DataLoader


def main(show=False):
    print(torch.__version__)
    sys.exit()
    loader = DataLoader(torch.rand(10, 1), persistent_workers=True)
    for batch in loader:
        print(batch)


main("--show" in sys.argv)
