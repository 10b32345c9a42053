# forbid: LL201, LL205, LL401
# What a call gives takes the place of what `functools.partial` gave before.
from functools import partial

from torch.utils.data import DataLoader, IterableDataset


class Stream(IterableDataset):
    def __iter__(self):
        yield from range(100)


make = partial(DataLoader, num_workers=4, shuffle=True, persistent_workers=True)
stream = make(Stream(), shuffle=False, num_workers=0, persistent_workers=False)
