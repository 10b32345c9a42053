# expect: LL101 as warning
# forbid: LL101 as error
# An option decides which of two datasets is read; one of them keeps a stream of its own.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Plain(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + torch.rand(())


class Noisy(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + self.rng.normal()


def main(rows, noisy):
    data = Noisy(rows) if noisy else Plain(rows)
    for batch in DataLoader(data, num_workers=4):
        print(batch)
