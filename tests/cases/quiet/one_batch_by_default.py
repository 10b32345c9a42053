# forbid: LL407
import argparse

import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return torch.full((3,), float(index)), index // 100


class Noted:
    def __init__(self, options):
        self.options = options

    def __getattr__(self, name):
        return getattr(self.options, name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batches", type=int, default=1)
    options = Noted(parser.parse_args())
    loader = DataLoader(Images(), batch_size=4, shuffle=True, num_workers=2)
    for step in range(options.batches):
        images, labels = next(iter(loader))
        print(images)


if __name__ == "__main__":
    main()
