# forbid: LL303
# The function is one of two, and never None: the lambda in its place is not kept.
import torch
from torch.utils.data import DataLoader, Dataset


def halve(x):
    return x / 2


class Scale:
    def __call__(self, x):
        return 2 * x


class Mapped(Dataset):
    def __init__(self, change=None, otherwise=lambda x: x):
        if change is None:
            self.change = otherwise
        else:
            self.change = change

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return self.change(torch.tensor(float(index)))


def make(halved):
    if halved:
        change = halve
    else:
        change = Scale()
    return DataLoader(Mapped(change), num_workers=2)


def main(halved):
    for x in make(halved):
        print(x)


if __name__ == "__main__":
    main(True)
    main(False)
