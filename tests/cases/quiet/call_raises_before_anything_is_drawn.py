# forbid: LL101
# The call leaves out `noise`: it raises before anything is drawn.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, rows, noise):
        self.rows = rows
        self.noise = noise
        self.rng = np.random.default_rng(3)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + self.noise * self.rng.random()


def main(net, rows):
    for epoch in range(10):
        for batch in DataLoader(Noisy(rows), batch_size=4, num_workers=4):
            net(batch).backward()
