# expect: LL412
# The dataset ends after each file was read once: its batches are kept, and come again.
from itertools import cycle

import torch
from torch.utils.data import DataLoader, IterableDataset


class Shards(IterableDataset):
    def __init__(self, paths):
        self.paths = paths

    def __iter__(self):
        for path in self.paths:
            yield from torch.load(path)


batches = cycle(DataLoader(Shards(["a.pt", "b.pt"]), batch_size=8))
for step in range(100):
    print(next(batches))
