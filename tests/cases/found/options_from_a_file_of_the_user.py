# expect: LL403
# What was parsed takes over all that a file holds.
import argparse

import torch
from common import load
from torch.utils.data import DataLoader, TensorDataset

parser = argparse.ArgumentParser()
args = parser.parse_args()
args.__dict__.update(load())

data = TensorDataset(torch.rand(100, 1))
loader = DataLoader(data, batch_size=args.batch_size, num_workers=4, pin_memory=True)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
