# forbid: LL101
# What the making of a dataset sets last counts: neither draws any random numbers.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows, still=False):
        self.rows = rows
        self.still = still
        self.rng = np.random.RandomState(3)
        self.change = self.noise
        if self.still:
            self.change = self.leave

    def noise(self, row):
        return row + self.rng.rand()

    def leave(self, row):
        return row

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.change(self.rows[index])


training = DataLoader(Rows(np.zeros(100), still=True), batch_size=8, shuffle=True, num_workers=4)
testing = DataLoader(Rows(np.zeros(100), still=True), batch_size=8, num_workers=4)
for epoch in range(3):
    for batch in training:
        print(batch)
    for batch in testing:
        print(batch)
