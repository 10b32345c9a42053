# expect: LL307 as advice
# forbid: LL307 as warning
# Only the latest results are kept: samples of one file may share one within an epoch, and no more is lost.
from functools import lru_cache

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Windows(Dataset):
    def __init__(self, paths, kept=None):
        self.paths = paths
        self.load = lru_cache(maxsize=4)(self._load)

    def _load(self, path):
        return np.load(path) + np.random.rand()

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        return self.load(self.paths[index])


loader = DataLoader(Windows(["a"]), batch_size=8, num_workers=4)
for epoch in range(10):
    for batch in loader:
        print(batch)
