# forbid: LL305
# The pairs are taken apart into two arrays; a few folds stay tuples.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Pairs(Dataset):
    def __init__(self, pairs, fold):
        rows = [(first, second) for first, second in pairs]
        self.first = np.array([first for first, _ in rows])
        self.second = np.array([second for _, second in rows])
        self.folds = [(number, number + 1) for number in range(5)]
        self.fold = fold

    def __len__(self):
        return len(self.first)

    def __getitem__(self, index):
        low, high = self.folds[index % 5]
        return torch.tensor([self.first[index], self.second[index]]), low, high


def main(pairs):
    for batch in DataLoader(Pairs(pairs, 0), batch_size=4, num_workers=8):
        print(batch)
