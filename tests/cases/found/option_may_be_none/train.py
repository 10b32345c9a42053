# expect: LL303
# A sampler may be named on the command line: without, workers read the samples.
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
    parser.add_argument("--sampler")
    args = parser.parse_args()
    for x in make(Mapped(lambda x: x + 1), args.sampler):
        print(x)


if __name__ == "__main__":
    main()
