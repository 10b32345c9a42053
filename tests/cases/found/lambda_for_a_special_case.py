# expect: LL303
"""A local function goes to spawned workers; a lambda would do so only where there are no steps."""

from functools import reduce

import torch
from torch.utils.data import DataLoader, Dataset


def build(steps):
    if not steps:
        return lambda row: row

    def composed(row):
        return reduce(lambda value, step: step(value), steps, row)

    return composed


class Rows(Dataset):
    def __init__(self, transform):
        self.rows = torch.randn(512, 8)
        self.transform = transform

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.transform(self.rows[index])


def make(steps):
    return DataLoader(Rows(build(steps)), batch_size=8, num_workers=2, multiprocessing_context="spawn")


if __name__ == "__main__":
    for batch in make([torch.abs, torch.neg]):
        print(batch.shape)
