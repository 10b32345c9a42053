# forbid: LL101, LL102
# A project of one file that trains on what it stacks by hand.
import numpy as np
import torch
from torch.utils.data import Dataset


class Noisy(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.RandomState(3)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + self.rng.normal() + np.random.normal()


def train(model, optimizer, rows):
    noisy = Noisy(rows)
    for step in range(100):
        batch = torch.stack([noisy[int(i)] for i in np.random.choice(len(noisy), 8)])
        model(batch).sum().backward()
        optimizer.step()
