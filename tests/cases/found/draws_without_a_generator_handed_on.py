# expect: LL103
# The helper is handed no generator, so it takes torch's own; how many workers there are is up to the user.
import sys

import torch
from torch.utils.data import DataLoader, Dataset


def crop(row, generator: torch.Generator = None):
    if generator is None:
        generator = torch.default_generator
    start = torch.randint(0, 4, (1,), generator=generator)
    return row[start:]


class Rows(Dataset):
    def __init__(self):
        self.rows = torch.load("rows.pt")

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return crop(self.rows[index])


for row in DataLoader(Rows(), num_workers=int(sys.argv[1])):
    print(row)
