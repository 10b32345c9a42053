"""IterableDatasets that give nothing in the second epoch."""

import csv

from torch.utils.data import IterableDataset


class Kept(IterableDataset):  #? not split
    def __init__(self):
        self.rows = csv.reader(open("rows.csv"))

    def __iter__(self):
        return self.rows  #? used up after one pass


class Looped(IterableDataset):  #? not split
    def __init__(self, samples):
        self.samples = (sample for sample in samples)

    def __iter__(self):
        for sample in self.samples:  #? used up after one pass
            yield sample


class Wrapped(IterableDataset):  #? not split
    def __init__(self, samples):
        self.iterator = iter(samples)

    def __iter__(self):
        return map(str, self.iterator)  #? used up after one pass


class ItsOwn(IterableDataset):  #? not split
    def __init__(self):
        self.position = 0

    def __iter__(self):
        return self  #? used up after one pass

    def __next__(self):  #? read by every worker
        if self.position == 10:
            raise StopIteration
        self.position += 1
        return self.position


class Rewound(IterableDataset):  #? not split
    def __init__(self):
        self.position = 0

    def __iter__(self):
        self.position = 0
        return self

    def __next__(self):  #? read by every worker
        if self.position == 10:
            raise StopIteration
        self.position += 1
        return self.position


class Sought(IterableDataset):  #? not split
    def __init__(self):
        self.file = open("lines.txt")

    def __iter__(self):
        self.file.seek(0)
        return iter(self.file)


class Anew(IterableDataset):  #? not split
    def __init__(self, samples):
        self.samples = [*samples]

    def __iter__(self):
        return iter(self.samples)  #? read by every worker
