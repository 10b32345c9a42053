# expect: LL402
# The sampler shuffles alone, and nothing tells it the epoch.
import torch
import torch.distributed as dist
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

dist.init_process_group("nccl")
data = TensorDataset(torch.rand(100, 1))
loader = DataLoader(data, batch_size=4, sampler=DistributedSampler(data))
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
