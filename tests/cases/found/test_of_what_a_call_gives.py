# expect: LL303
# A test of an attribute of what a call gives is no flag: it may change from one to the next.
import torch
from torch.utils.data import DataLoader, Dataset


class Mapped(Dataset):
    def __init__(self, change):
        self.change = change

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return self.change(torch.tensor(float(index)))


def main(settings):
    change = torch.sin
    if settings().stream:
        change = lambda x: x + 1  # noqa: E731
    if not settings().stream:
        for x in DataLoader(Mapped(change), num_workers=2):
            print(x)
