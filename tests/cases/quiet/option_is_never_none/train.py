# forbid: LL303
# A sampler is always named on the command line, so samples never come by the loader with workers.
import argparse

import torch
from loaders import make
from torch.utils.data import Dataset


class Mapped(Dataset):
    def __init__(self, change):
        self.change = change

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return self.change(torch.tensor(float(index)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sampler", default="random")
    args = parser.parse_args()
    for x in make(Mapped(lambda x: x + 1), args.sampler):
        print(x)


if __name__ == "__main__":
    main()
