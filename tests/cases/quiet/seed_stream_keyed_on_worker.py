# forbid: LL101
# What all workers draw alike is mixed with the worker's number, and the streams that samples use are made of both.
import numpy as np
from torch.utils.data import DataLoader, Dataset, get_worker_info


class Noisy(Dataset):
    def __init__(self, rows, seed):
        self.rows = rows
        self.seed = seed
        self.root = np.random.default_rng(seed)
        self.own = None

    def _load(self):
        info = get_worker_info()
        worker = info.id if info is not None else 0
        word = self.root.integers(0, 1 << 30)
        self.own = np.random.default_rng(np.random.SeedSequence([self.seed, worker, word]))

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
