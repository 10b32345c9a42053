# forbid: LL402
# The call that cycles hands on the sampler, which is told the epoch.
import sys

import torch
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset


def cycle(loader, sampler=None):
    epoch = 0
    while True:
        if sampler is not None:
            sampler.set_epoch(epoch)
        epoch += 1
        yield from loader


torch.distributed.init_process_group("gloo")
dataset = TensorDataset(torch.arange(100.0))
sampler = DistributedSampler(dataset)
batches = cycle(DataLoader(dataset, batch_size=8, sampler=sampler), sampler)
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for step in range(1000):
    if len(sys.argv) > 1:
        batch = next(batches)[0]
    else:
        (batch,) = next(batches)
    optimizer.zero_grad()
    model(batch).sum().backward()
    optimizer.step()
