# forbid: LL303
# One of the tests is in an expression.
import sys

import torch
from torch.utils.data import DataLoader, Dataset

stream = len(sys.argv) > 1


class Mapped(Dataset):
    def __init__(self, change):
        self.change = change

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return self.change(torch.tensor(float(index)))


def main():
    change = (lambda x: x + 1) if stream else torch.sin
    workers = 0 if stream else 2
    for x in DataLoader(Mapped(change), num_workers=workers):
        print(x)


if __name__ == "__main__":
    main()
