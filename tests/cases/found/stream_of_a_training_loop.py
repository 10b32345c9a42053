# expect: LL101 as error
# The loader is gone through with a backward pass.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + self.rng.normal()


def main(net, rows):
    loader = DataLoader(Noisy(rows), batch_size=8, num_workers=4)
    for epoch in range(3):
        for batch in loader:
            net(batch).backward()
