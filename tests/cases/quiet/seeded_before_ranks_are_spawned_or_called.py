# forbid: LL109
# The seed holds for the process that is the only one: ranks that it spawns never come to it.
import argparse
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
    data = Noisy(rows)
    sampler = DistributedSampler(data)
    loader = DataLoader(data, batch_size=4, sampler=sampler, num_workers=4)
    net = torch.nn.Linear(1, 1)
    for epoch in range(epochs):
        sampler.set_epoch(epoch)
        for batch in loader:
            net(batch).mean().backward()


def main(options):
    if options.ranks:
        mp.spawn(work, nprocs=options.ranks, args=(list(range(100)), 10))
    else:
        work(0, list(range(100)), 10)


if __name__ == "__main__":
    torch.manual_seed(3)
    parser = argparse.ArgumentParser()
    parser.add_argument("--ranks", type=int, default=2)
    main(parser.parse_args())
