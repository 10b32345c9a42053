# expect: LL303
# The option is set anew between the two tests: they need not agree.
import torch
from torch.utils.data import DataLoader, Dataset


class Mapped(Dataset):
    def __init__(self, change):
        self.change = change

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return self.change(torch.tensor(float(index)))


def main(args):
    change = torch.sin
    if args.stream:
        change = lambda x: x + 1  # noqa: E731
        args.stream = False
    if not args.stream:
        for x in DataLoader(Mapped(change), num_workers=2):
            print(x)
