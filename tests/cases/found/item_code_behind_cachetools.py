# expect: LL101
# forbid: LL307 as warning
# Item code whose latest results are kept is followed.
import numpy as np
from cachetools import LRUCache, cached
from torch.utils.data import DataLoader, Dataset


class Signals(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng()

    def __len__(self):
        return len(self.rows)

    @cached(cache=LRUCache(maxsize=32))
    def __getitem__(self, index):
        return self.rows[index] + self.rng.normal()


loader = DataLoader(Signals([1.0, 2.0]), num_workers=2)
for epoch in range(10):
    for batch in loader:
        print(batch)
