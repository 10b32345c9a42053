# forbid: LL101
# The dataset is a class within a class. Its only loader has no workers.
import numpy as np
import torch
from torch.utils.data import DataLoader


class Slices:
    class Dataset(torch.utils.data.Dataset):
        def __init__(self, rows):
            self.rows = rows
            self.rng = np.random.default_rng()

        def __len__(self):
            return len(self.rows)

        def __getitem__(self, index):
            return self.rows[index] + self.rng.random()


def main(net, rows):
    for epoch in range(10):
        for batch in DataLoader(Slices.Dataset(rows), batch_size=4, shuffle=True):
            net(batch).backward()
