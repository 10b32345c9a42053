# forbid: LL303
# The flag is an option of the command line, negated in the second test.
import argparse

import torch
from torch.utils.data import DataLoader, Dataset


class Mapped(Dataset):
    def __init__(self, change):
        self.change = change

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return self.change(torch.tensor(float(index)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--stream", action="store_true")
    args = parser.parse_args()
    if args.stream:
        change = lambda x: x + 1  # noqa: E731
    else:
        change = torch.sin
    if not args.stream:
        loader = DataLoader(Mapped(change), num_workers=2)
    else:
        loader = DataLoader(Mapped(change))
    for x in loader:
        print(x)


if __name__ == "__main__":
    main()
