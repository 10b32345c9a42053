# expect: LL207
# the workers are divided, not divided by
import argparse

import torch
from torch.utils.data import DataLoader, TensorDataset


def build(rows, batch_size, workers):
    per_worker = workers / batch_size
    loader = DataLoader(
        TensorDataset(rows), batch_size=batch_size, num_workers=workers, persistent_workers=True, shuffle=True
    )
    return loader, per_worker


parser = argparse.ArgumentParser()
parser.add_argument("--workers", type=int, default=0)
args = parser.parse_args()
loader, per_worker = build(torch.rand(1000, 1), 10, args.workers)
