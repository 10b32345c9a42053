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
