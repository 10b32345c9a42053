# expect: LL101
# Another file asks for no workers; what this one asks for is not known, and may be some.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng(3)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + torch.tensor(self.rng.random())


def make_loader(rows, workers):
    return DataLoader(Rows(rows), batch_size=8, num_workers=workers)


def run(net, rows, settings):
    for row in make_loader(rows, settings.workers):
        net(row)
