# forbid: LL101 as error, LL101 as warning
# By default there is one worker, which goes on from epoch to epoch.
import argparse

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



def main(net, rows):
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    loader = DataLoader(Points(rows), batch_size=4, shuffle=True, num_workers=args.workers, persistent_workers=True)
    for epoch in range(10):
        for batch in loader:
            net(batch).backward()
