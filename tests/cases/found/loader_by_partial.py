# expect: LL101, LL201, LL401
# `functools.partial` gives the class its options; what the calls give on top has the last word.
from functools import partial

import numpy as np
from torch.utils.data import DataLoader, Dataset, IterableDataset


class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng()

    def __len__(self):
        return 64

    def __getitem__(self, index):
        return index + self.rng.normal()


class Stream(IterableDataset):
    def __iter__(self):
        yield from range(100)


def with_workers(count):
    return partial(DataLoader, batch_size=8, num_workers=count, shuffle=True)


make = with_workers(4)
noisy = make(Noisy())
kept = partial(DataLoader, persistent_workers=True, num_workers=0)(range(100))
stream = make(Stream(), shuffle=False)
