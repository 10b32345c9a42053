# expect: LL101
# A factory that passes on whatever it gets passes on that the noise is on.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, rows, noise=True):
        self.rows = rows
        self.noise = noise
        self.rng = np.random.default_rng(3)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        if self.noise:
            return self.rows[index] + self.rng.random()
        return self.rows[index]


def make(name, *args):
    print(name)
    return Noisy(*args)


def main(net, rows):
    for epoch in range(10):
        for batch in DataLoader(make("val", rows, True), batch_size=4, num_workers=4):
            net(batch)
