"""Samples that item code keeps for the next time."""

import functools

from torch.utils.data import Dataset


@functools.lru_cache
def load(path):
    return path.upper()


class Images(Dataset):  #? calls what is not seen  # `upper` of a path
    def __init__(self, paths):
        self.paths = paths
        self.cache = {}
        self.slots = [None] * len(paths)
        self.seen = {}
        self.given = paths

    def __getitem__(self, index):
        if index not in self.cache:
            self.cache[index] = self.paths[index]  #? keeps samples in self.cache
        if self.slots[index] is None:
            self.slots[index] = load(self.paths[index])  #? keeps samples in self.slots; keeps samples in load
        self.seen[index] = True
        if index in self.given:
            self.given[index] = None
        return self.cache[index]


class FilledBefore(Dataset):  #? calls what is not seen  # `upper` of a path
    def __init__(self, paths):
        self.paths = paths
        self.filled = {}
        self.updated = {}
        self.prepared = {}
        for path in paths:
            self.prepared[path] = None
        self.fill()

    def fill(self):
        self.updated.update({path: path.upper() for path in self.paths})
        for path in self.paths:
            self.filled[path] = path.upper()

    def __getitem__(self, path):
        if path not in self.filled:
            self.filled[path] = path.upper()
        if path not in self.updated:
            self.updated[path] = path.upper()
        if self.prepared[path] is None:
            self.prepared[path] = path.upper()  #? keeps samples in self.prepared
