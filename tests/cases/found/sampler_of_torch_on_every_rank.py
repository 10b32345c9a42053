# expect: LL414
# Every rank trains on everything.
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset

dist.init_process_group("nccl")
model = DistributedDataParallel(torch.nn.Linear(4, 1).cuda())
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(TensorDataset(torch.rand(100, 4)), batch_size=32, shuffle=True)
for epoch in range(10):
    for (rows,) in loader:
        optimizer.zero_grad()
        model(rows.cuda()).sum().backward()
        optimizer.step()
