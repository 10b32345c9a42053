# forbid: LL402
# Both samplers are told the epoch, in one loop over them.
import torch
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

torch.distributed.init_process_group("gloo")
dataset, more = TensorDataset(torch.arange(96.0)), TensorDataset(torch.arange(96.0))
sampler, sampler_of_more = DistributedSampler(dataset), DistributedSampler(more)
loader = DataLoader(dataset, batch_size=8, sampler=sampler)
more_of_it = DataLoader(more, batch_size=8, sampler=sampler_of_more)
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(10):
    for each in (sampler, sampler_of_more):
        each.set_epoch(epoch)
    for (batch,), (others,) in zip(loader, more_of_it):
        optimizer.zero_grad()
        (model(batch) + model(others)).sum().backward()
        optimizer.step()
