# expect: LL311
# Who calls it for the sample asks for something else.
import sys

import torch
from torch.utils.data import DataLoader, Dataset


class Cached(Dataset):
    def __init__(self, fill, show):
        self.fill = fill
        self.show = show

    def __len__(self):
        return 8

    def read(self, index, only_fill):
        torch.save(torch.zeros(3), f"{index}.pt")
        if only_fill:
            return None
        return torch.load(f"{index}.pt")

    def __getitem__(self, index):
        if self.show:
            self.read(index, self.fill)
            return index
        return self.read(index, self.fill)


loader = DataLoader(Cached(len(sys.argv) > 1, len(sys.argv) > 2), batch_size=4)
for batch in loader:
    print(batch)
