# expect: LL403 as advice
# A sampler that is told not to shuffle deals out one order, whatever the epoch that it is told.
import torch
import torch.distributed as dist
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

dist.init_process_group("nccl")
rows = TensorDataset(torch.ones(64, 3), torch.ones(64, 1))
sampler = DistributedSampler(rows, shuffle=False)
loader = DataLoader(rows, batch_size=8, sampler=sampler)
model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    sampler.set_epoch(epoch)
    for inputs, targets in loader:
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(inputs), targets).backward()
        optimizer.step()
