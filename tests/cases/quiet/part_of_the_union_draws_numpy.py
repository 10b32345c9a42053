# forbid: LL104
# The films, four times over, draw from NumPy; the clips beside them from torch only. The seed has an effect.
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
    rest = None
    if "films" in names:
        rest = ConcatDataset(4 * [Films(rows)])
    if "clips" in names:
        clips = Clips(rows)
        rest = clips if rest is None else ConcatDataset([clips] + [rest])
    return rest


def main(net, names, rows):
    loader = DataLoader(make(names, rows), batch_size=4, shuffle=True, num_workers=4, worker_init_fn=seed_worker)
    for epoch in range(10):
        for batch in loader:
            net(batch).backward()
