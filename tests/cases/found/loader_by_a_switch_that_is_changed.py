# expect: LL304
# the switch is off at first, but not for good
import sys

import torch
from torch.utils.data import DataLoader, TensorDataset

IN_WORKERS = False
if "--workers" in sys.argv:
    IN_WORKERS = True

rows = torch.rand(1000, 1)
batches = [(rows,)]
if IN_WORKERS:
    batches = DataLoader(TensorDataset(rows), batch_size=10, num_workers=4, shuffle=True)

for _ in range(10):
    for (batch,) in batches:
        print(batch.mean())
