# expect: LL403
# The sampler for ranks is the project's own.
import sys

import torch
from torch.utils.data import DataLoader, Sampler, TensorDataset


class Mine(Sampler):
    def __init__(self, data, rank, world_size):
        self.order = torch.randperm(len(data)).tolist()[rank::world_size]

    def __iter__(self):
        return iter(self.order)

    def __len__(self):
        return len(self.order)


data = TensorDataset(torch.rand(100, 4))
sampler = Mine(data, torch.distributed.get_rank(), 2) if "--ranks" in sys.argv else None
loader = DataLoader(data, batch_size=8, sampler=sampler)
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
