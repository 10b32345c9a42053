"""Python objects by the row, which every worker ends up with a copy of."""

import csv
import json
from collections import namedtuple
from typing import NamedTuple

import numpy as np
from torch.utils.data import Dataset


class Table(Dataset):
    def __init__(self, path):
        self.rows = []
        self.names = []
        self.unread = []
        for line in csv.reader(open(path)):
            self.rows.append((line[0], line[1]))  #? keeps rows in self.rows
            self.names.append(line[0])
            self.unread.append((line[0], line[1]))
        self.records = json.load(open(path))  #? keeps rows in self.records
        self.pairs = [(line, 1) for line in open(path)]  #? keeps rows in self.pairs
        self.array = np.array([[1, 2]])
        self.few = []
        for name in ("a", "b"):
            self.few.append((name, 1))

    def __getitem__(self, index):
        return self.rows[index], self.names[index], self.records[index], self.pairs[index], self.array[index], self.few[index]


Row = namedtuple("Row", ["path", "label"])
Typed = NamedTuple("Typed", [("path", str), ("label", int)])


def parsed(path):
    rows = []
    for line in open(path):
        parts = line.strip().split("\t")
        rows.append(parts)  #? keeps rows in self.parsed
    return rows


class Parts(Dataset):
    def __init__(self, path, number):
        self.split = [line.split() for line in open(path)]  #? keeps rows in self.split
        self.first = [line.split()[0] for line in open(path)]
        self.named = [Row(line, 1) for line in open(path)]  #? keeps rows in self.named
        self.typed = [Typed(line, 1) for line in open(path)]  #? keeps rows in self.typed
        self.parsed = parsed(path)[:number]
        self.both = [(line, 0) for line in open(path)] + [(line, 1) for line in open(path)]  #? keeps rows in self.both
        rows, few = [], []
        for line in open(path):
            rows.append((line, 1))  #? keeps rows in self.rows
            few.append((line, 1))
        self.rows = rows[:number]
        self.few = few[:100]

    def __getitem__(self, index):
        found = self.split[index], self.first[index], self.named[index], self.typed[index], self.parsed[index], self.both[index]
        return found, self.rows[index], self.few[index]
