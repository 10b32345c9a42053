# expect: LL101
# What all workers draw alike is all that the seeds of two streams come of.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, rows, seed):
        self.rows = rows
        self.seed = seed
        self.root = np.random.default_rng(seed)
        self.own = None
        self.other = None

    def _load(self):
        words = self.root.integers(0, 1 << 30, size=2)
        seeds = np.random.SeedSequence([self.seed, words[0], words[1]]).spawn(2)
        self.own = np.random.default_rng(seeds[0])
        self.other = np.random.default_rng(seeds[1])

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        if self.own is None:
            self._load()
        return self.rows[index] + self.own.random() + self.other.random()


def main(net, rows):
    loader = DataLoader(Noisy(rows, 3), batch_size=4, shuffle=True, num_workers=4, persistent_workers=True)
    for epoch in range(10):
        for batch in loader:
            net(batch).backward()
