# forbid: LL104
# The films, added to a list, draw from NumPy; the clips beside them from torch only. The seed has an effect.
import numpy as np
import torch
from torch.utils.data import ConcatDataset, DataLoader, Dataset


class Films(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + np.random.normal()


class Clips(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[torch.randperm(len(self.rows))[index]]


def seed_worker(worker_id):
    np.random.seed(torch.initial_seed() % 2**32)


def make(names, rows):
    parts = [Clips(rows)]
    if "films" in names:
        parts.append(Films(rows))
    return ConcatDataset(parts)


def main(net, names, rows):
    loader = DataLoader(make(names, rows), batch_size=4, shuffle=True, num_workers=4, worker_init_fn=seed_worker)
    for epoch in range(10):
        for batch in loader:
            net(batch).backward()
