# expect: LL207
# `%` puts the workers into a text here
import argparse

import torch
from torch.utils.data import DataLoader, TensorDataset

parser = argparse.ArgumentParser()
parser.add_argument("--workers", type=int, default=0)
args = parser.parse_args()
print("%d workers" % args.workers)
loader = DataLoader(
    TensorDataset(torch.rand(1000, 1)), batch_size=10, num_workers=args.workers, persistent_workers=True, shuffle=True
)
