# expect: LL303
# The lambda meets the loader with workers.
import os

import torch
from torch.utils.data import DataLoader, Dataset

STREAM = bool(os.environ.get("STREAM"))


class Mapped(Dataset):
    def __init__(self, change):
        self.change = change

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return self.change(torch.tensor(float(index)))


def main():
    if STREAM:
        rows = Mapped(lambda x: x + 1)
    else:
        rows = Mapped(torch.sin)
    if not STREAM:
        loader = DataLoader(rows, num_workers=0)
    else:
        loader = DataLoader(rows, num_workers=2)
    for x in loader:
        print(x)


if __name__ == "__main__":
    main()
