"""Programs that run as one process for each rank."""

import torch
import torch.distributed as dist
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler

dist.init_process_group("nccl")  #? one of several ranks
torch.manual_seed(0)  #? same seed on all ranks

data = [1, 2]
sampler = DistributedSampler(data)  #? loader: one rank's part
loader = DataLoader(data, sampler=sampler)
for epoch in range(10):
    sampler.set_epoch(epoch)
    for batch in loader:  #? loader: training, every epoch
        batch.backward()
        optimizer.step()
