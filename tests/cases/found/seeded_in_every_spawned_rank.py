# expect: LL109
# As in `seeded_before_ranks_are_spawned`, but every rank sets the seed for itself.
import random

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch.utils.data import DataLoader, Dataset
from torch.utils.data.distributed import DistributedSampler


class Noisy(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + random.random()


def work(rank, rows, epochs):
    dist.init_process_group("nccl", rank=rank, world_size=2)
    torch.manual_seed(3)
    data = Noisy(rows)
    sampler = DistributedSampler(data)
    loader = DataLoader(data, batch_size=4, sampler=sampler, num_workers=4)
    net = torch.nn.Linear(1, 1)
    for epoch in range(epochs):
        sampler.set_epoch(epoch)
        for batch in loader:
            net(batch).mean().backward()


def main():
    mp.spawn(work, nprocs=2, args=(list(range(100)), 10))


if __name__ == "__main__":
    main()
