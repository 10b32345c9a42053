# forbid: LL401
# The class is there for another one, which splits its samples.
from itertools import islice

from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Lines(IterableDataset):
    def __init__(self, lines):
        self.lines = lines

    def __iter__(self):
        for number in range(len(self.lines)):
            yield self.lines[number]


class Shared(Lines):
    def __iter__(self):
        info = get_worker_info()
        yield from islice(self.lines, info.id, None, info.num_workers)


class Feed:
    def __init__(self, rows: Lines, num_workers: int = 4):
        self._loader = DataLoader(rows, batch_size=None, num_workers=num_workers)

    def __iter__(self):
        yield from self._loader
