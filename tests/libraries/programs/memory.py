import collections
import csv
import functools
import glob
import json
import os
import typing

import cachetools
import jsonlines
import numpy
from torch.utils.data import DataLoader, Dataset


Named = collections.namedtuple("Named", ["row"])
Typed = typing.NamedTuple("Typed", [("row", str)])


class Kept(Dataset):
    def __init__(self, path):
        self.walked = [(row, 1) for row in os.walk(path)]  #? keeps rows
        self.scanned = [(row, 1) for row in os.scandir(path)]  #? keeps rows
        self.listed = [(row, 1) for row in os.listdir(path)]  #? keeps rows
        self.globbed = [(row, 1) for row in glob.glob(path)]  #? keeps rows
        self.lazily = [(row, 1) for row in glob.iglob(path)]  #? keeps rows
        self.lines = [(row, 1) for row in jsonlines.open(path)]  #? keeps rows
        self.table = [(row, 1) for row in csv.reader(path)]  #? keeps rows
        self.dicts = [(row, 1) for row in csv.DictReader(path)]  #? keeps rows
        self.parsed = json.loads(path)  #? keeps rows
        self.named = [Named(row) for row in open(path)]  #? keeps rows
        self.typed = [Typed(row) for row in open(path)]  #? keeps rows

    def __getitem__(self, index):
        key = self.key
        kept = self.walked[key], self.scanned[key], self.listed[key], self.globbed[key], self.lazily[key]
        return kept, self.lines[key], self.table[key], self.dicts[key], self.parsed[index], self.named[index], self.typed[index]


@functools.lru_cache
def limited(path):
    return path


@functools.cache
def unlimited(path):
    return path


@cachetools.cached(cache=cachetools.LRUCache(maxsize=8))
def latest(path):
    return path


class Cached(Dataset):
    def __init__(self):
        self.dict = dict()
        self.list = list()
        self.ordered = collections.OrderedDict()
        self.default = collections.defaultdict(list)

    def __getitem__(self, index):
        if index not in self.dict or self.list or self.ordered or self.default:
            value = limited(index)  #? caches
            value = unlimited(index)  #? caches
            value = latest(index)  #? caches
            self.dict[index] = value  #? caches
            self.list[index] = value  #? caches
            self.ordered[index] = index  #? caches
            self.default[index] = index  #? caches
        return self.dict[index]


class Mapped(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.maps = {}
        self.loaded = {}
        self.read = {}

    def __getitem__(self, index):
        if index not in self.maps or index not in self.loaded or index not in self.read:
            self.maps[index] = numpy.memmap(self.paths[index])
            self.loaded[index] = numpy.load(self.paths[index], mmap_mode="r")  #? reads
            self.read[index] = numpy.load(self.paths[index])  #? reads, caches
        return self.maps[index], self.loaded[index], self.read[index]
