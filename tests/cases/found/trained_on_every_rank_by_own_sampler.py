# expect: LL109
# The ranks share the samples by the project's own sampler of batches.
import random

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset, Sampler


class Batches(Sampler):
    def __init__(self, clips, rank, world_size):
        self.clips, self.rank, self.world_size = clips, rank, world_size
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __iter__(self):
        order = torch.randperm(len(self.clips), generator=torch.Generator().manual_seed(self.epoch)).tolist()
        yield from torch.tensor(order[self.rank :: self.world_size]).split(8)

    def __len__(self):
        return len(self.clips) // self.world_size // 8


class Clips(Dataset):
    def __init__(self, clips):
        self.clips = clips

    def __len__(self):
        return len(self.clips)

    def __getitem__(self, index):
        clip = self.clips[index]
        start = random.randrange(len(clip) - 100)
        return clip[start : start + 100]


def main(clips, held_out):
    dist.init_process_group("nccl")
    torch.manual_seed(1)
    model = DistributedDataParallel(torch.nn.Linear(100, 1))
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    sampler = Batches(clips, dist.get_rank(), dist.get_world_size())
    loader = DataLoader(Clips(clips), batch_sampler=sampler, num_workers=4)
    for epoch in range(10):
        sampler.set_epoch(epoch)
        for x in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
