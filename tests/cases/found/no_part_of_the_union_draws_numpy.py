# expect: LL104
# As in `part_of_the_union_draws_numpy`, but both parts draw from torch only.
import numpy as np
import torch
from torch.utils.data import ConcatDataset, DataLoader, Dataset


class Clips(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[torch.randperm(len(self.rows))[index]]


def seed_worker(worker_id):
    np.random.seed(7 + worker_id)


def main(net, rows):
    both = ConcatDataset([Clips(rows), Clips(rows)])
    loader = DataLoader(both, batch_size=4, shuffle=True, num_workers=4, worker_init_fn=seed_worker)
    for epoch in range(10):
        for batch in loader:
            net(batch).backward()
