# expect: LL401
# A parameter with an annotation takes a dataset of that class, or of one that derives from it.
from torch.utils.data import DataLoader, IterableDataset


class Lines(IterableDataset):
    def __init__(self, lines):
        self.lines = lines

    def __iter__(self):
        for number in range(len(self.lines)):
            yield self.lines[number]


class Feed:
    def __init__(self, rows: Lines | None, num_workers: int = 4):
        self._loader = DataLoader(rows, batch_size=None, num_workers=num_workers)

    def __iter__(self):
        yield from self._loader
