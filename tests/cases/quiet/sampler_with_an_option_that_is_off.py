# expect: LL402 as advice
# The sampler is made with `--distributed` alone, which is off by default.
import argparse

import torch
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

parser = argparse.ArgumentParser()
parser.add_argument("--distributed", action="store_true")
options = parser.parse_args()
rows = TensorDataset(torch.load("rows.pt"))
sampler = DistributedSampler(rows) if options.distributed else None
loader = DataLoader(rows, sampler=sampler, shuffle=sampler is None)
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (row,) in loader:
        optimizer.zero_grad()
        model(row).sum().backward()
        optimizer.step()
