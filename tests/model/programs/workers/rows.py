"""Python objects by the row, which every worker ends up with a copy of."""

import csv
import json

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
