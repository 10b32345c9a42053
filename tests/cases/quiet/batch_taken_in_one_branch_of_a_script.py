# forbid: LL402
# The script takes a batch in one branch alone: whether it trains on it in every turn is not told.
import sys

import torch
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

torch.distributed.init_process_group("gloo")
dataset = TensorDataset(torch.arange(100.0))
batches = iter(DataLoader(dataset, batch_size=8, sampler=DistributedSampler(dataset)))
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for step in range(1000):
    batch = torch.zeros(8)
    if len(sys.argv) > 1:
        batch = next(batches)[0]
    else:
        batch = batch + 1
    optimizer.zero_grad()
    model(batch).sum().backward()
    optimizer.step()
