"""Where the samples of IterableDatasets come from: whether every worker reads the same."""

import csv
import glob
import itertools
import queue
import random

from torch.utils.data import IterableDataset


class Lines(IterableDataset):  #? not split
    def __iter__(self):
        for line in open("lines.txt"):  #? read by every worker
            yield line.strip()


class Delegated(IterableDataset):  #? not split
    def __iter__(self):
        yield from open("lines.txt")  #? read by every worker


class Returned(IterableDataset):  #? not split
    def __init__(self, samples):
        self.samples = samples

    def __iter__(self):
        random.shuffle(self.samples)
        return iter(self.samples)  #? read by every worker


class Files(IterableDataset):  #? not split
    def __iter__(self):
        for path in glob.glob("*.csv"):  #? read by every worker
            with open(path) as file:
                yield from csv.reader(file)


class Mapped(IterableDataset):  #? not split
    def __iter__(self):
        return map(str.strip, self.read())  #? read by every worker

    def read(self):
        for line in open("lines.txt"):
            yield line


class Outer(IterableDataset):  #? not split
    def __init__(self):
        self.inner = Lines()

    def __iter__(self):
        for line in self.inner:  #? read by every worker
            yield line.upper()


class Counted(IterableDataset):  #? not split
    def __iter__(self):
        for number in range(100):  #? read by every worker
            yield number


class Drawn(IterableDataset):  #? not split
    def __iter__(self):
        for number in range(100):
            yield number + random.random()


class Repeated(IterableDataset):  #? not split
    def __iter__(self):
        for _ in range(10):
            yield random.random()


class Endless(IterableDataset):  #? not split
    def __iter__(self):
        for number in itertools.count():
            yield number


class Cycled(IterableDataset):  #? not split
    def __iter__(self):
        return itertools.cycle(open("lines.txt"))


class Queued(IterableDataset):  #? not split
    def __init__(self):
        self.tasks = queue.Queue()

    def __iter__(self):
        return iter(self.tasks.get, None)


class Opened(IterableDataset):  #? not split
    def __init__(self):
        self.file = open("lines.txt")

    def __iter__(self):
        return iter(self.file)  #? used up after one pass


class Unseen(IterableDataset):  #? not split
    def __init__(self, samples):
        self.samples = samples

    def __iter__(self):
        return iter(self.samples)
