# expect: LL301
"""Datasets that are put together by operators: torch's `+`, and `*` by methods of their own."""

import h5py
import torch
from torch.utils.data import DataLoader, Dataset


class Pairs(Dataset):
    def __init__(self):
        self.pairs = []

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        return torch.zeros(3)

    def __rmul__(self, times):
        self.pairs = times * self.pairs
        return self

    def __mul__(self, times):
        return times * self


class Stored(Pairs):
    def __init__(self, path):
        super().__init__()
        self.file = h5py.File(path)
        self.pairs = list(range(1000))

    def __getitem__(self, index):
        return self.file["pairs"][index]


def pairs_of(stage):
    if stage == "first":
        return Pairs() + Stored("first.h5")
    return 100 * Pairs() + Stored("second.h5") * 20 + Pairs()


loader = DataLoader(pairs_of("second"), batch_size=8, shuffle=True, num_workers=4)
