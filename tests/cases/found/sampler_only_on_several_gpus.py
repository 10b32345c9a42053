# expect: LL203 as warning
# On one GPU there is no sampler, and the options that were right there are passed on.
import os

import torch
from torch.utils.data import DataLoader, Dataset
from torch.utils.data.distributed import DistributedSampler


class Clips(Dataset):
    def __len__(self):
        return 8

    def __getitem__(self, index):
        return torch.rand(3, index + 1)


def make_loader(data, shuffle, sampler=None):
    return DataLoader(data, shuffle=shuffle, sampler=sampler, num_workers=2, pin_memory=True)


def main():
    world_size = int(os.environ.get("WORLD_SIZE", "1"))
    data = Clips()
    sampler = None
    if world_size > 1:
        torch.distributed.init_process_group("nccl")
        sampler = DistributedSampler(data)
    for epoch in range(3):
        if sampler is not None:
            sampler.set_epoch(epoch)
        for clip in make_loader(data, True, sampler):
            print(clip.shape)


if __name__ == "__main__":
    main()
