# forbid: LL102, LL109
# The only program that asks for the loader has nothing drawn in it.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows, augment):
        self.rows = rows
        self.augment = augment

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        if self.augment and np.random.binomial(1, 0.5) > 0:
            row = torch.flip(row, (0,))
        return row


def make_loader(rows, augment, workers, shuffle):
    return DataLoader(Rows(rows, augment), batch_size=8, num_workers=workers, shuffle=shuffle)
