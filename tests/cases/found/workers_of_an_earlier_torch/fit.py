# expect: LL104
# The project requires a torch that comes to the second `return`, whose workers start anew in every epoch.
import numpy as np
import torch
from packaging.version import Version
from torch.utils.data import DataLoader, Dataset

TORCH = Version(torch.__version__)


class Noisy(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + np.random.normal()


def seed_worker(worker_id):
    np.random.seed(worker_id)


def options():
    if TORCH >= Version("1.8"):
        return dict(num_workers=4, persistent_workers=True)
    return dict(num_workers=4)


def main(net, rows):
    loader = DataLoader(Noisy(rows), shuffle=True, worker_init_fn=seed_worker, **options())
    for epoch in range(10):
        for batch in loader:
            net(batch).backward()
