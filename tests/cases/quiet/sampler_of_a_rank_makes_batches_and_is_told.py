# forbid: LL402
# The loader gets its batches from a sampler that takes samples from a rank's, which is told the epoch.
import torch.distributed as dist
from torch.utils.data import BatchSampler, DataLoader
from torch.utils.data.distributed import DistributedSampler


def main(net, rows, optimizer):
    dist.init_process_group("nccl")
    sampler = DistributedSampler(rows)
    batches = BatchSampler(sampler, batch_size=4, drop_last=True)
    loader = DataLoader(rows, batch_sampler=batches, num_workers=4)
    for epoch in range(10):
        sampler.set_epoch(epoch)
        for batch in loader:
            net(batch).backward()
            optimizer.step()
