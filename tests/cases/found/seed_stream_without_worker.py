# expect: LL101
# As in `seed_stream_keyed_on_worker`, but the worker's number is left out.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, rows, seed):
        self.rows = rows
        self.seed = seed
        self.root = np.random.default_rng(seed)
        self.own = None

    def _load(self):
        word = self.root.integers(0, 1 << 30)
        self.own = np.random.default_rng(np.random.SeedSequence([self.seed, word]))

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        if self.own is None:
            self._load()
        return self.rows[index] + self.own.random()


def main(net, rows):
    loader = DataLoader(Noisy(rows, 3), batch_size=4, shuffle=True, num_workers=4, persistent_workers=True)
    for epoch in range(10):
        for batch in loader:
            net(batch).backward()
