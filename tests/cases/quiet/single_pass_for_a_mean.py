# forbid: LL101 as error, LL101 as warning
# One pass of many workers for a mean of the samples, and one of a single worker.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Points(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return torch.as_tensor(self.rows[index] + self.rng.normal())



def mean(rows):
    total = 0.0
    for batch in DataLoader(Points(rows), batch_size=4, num_workers=4):
        total += batch.sum()
    return total / len(rows)


def train(net, rows, optimizer):
    for batch in DataLoader(Points(rows), batch_size=4, num_workers=1):
        optimizer.zero_grad()
        net(batch).sum().backward()
        optimizer.step()
