# forbid: LL402
# The loader raises where it gets the sampler, as it is told to shuffle as well: that is LL203's to say.
import torch
import torch.distributed as dist
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

dist.init_process_group("nccl")
data = TensorDataset(torch.rand(100, 1))
loader = DataLoader(data, batch_size=4, shuffle=True, sampler=DistributedSampler(data))
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
