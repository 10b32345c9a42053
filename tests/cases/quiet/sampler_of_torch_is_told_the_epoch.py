# forbid: LL414
# On several ranks the program raises: the loader shuffles by a sampler of torch that has no `set_epoch`.
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset

dist.init_process_group("nccl")
model = DistributedDataParallel(torch.nn.Linear(4, 1).cuda())
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(TensorDataset(torch.rand(100, 4)), batch_size=32, shuffle=True)
for epoch in range(10):
    loader.sampler.set_epoch(epoch)
    for (rows,) in loader:
        optimizer.zero_grad()
        model(rows.cuda()).sum().backward()
        optimizer.step()
