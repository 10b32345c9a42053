import numpy as np
from torch.utils.data import Dataset


class Rows(Dataset):
    def __init__(self, rows, noisy=True):
        self.rows = rows
        self.noisy = noisy

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        if self.noisy:
            row = row + np.random.rand()
        return row

    def switch(self, noisy):
        self.noisy = noisy
