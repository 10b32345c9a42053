# forbid: LL109
# Evaluation: nobody wants another crop on every rank, and each rank has other samples.
import random

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset, DistributedSampler


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
    sampler = DistributedSampler(held_out)
    loader = DataLoader(Clips(held_out), batch_size=8, sampler=sampler, num_workers=4)
    for epoch in range(10):
        sampler.set_epoch(epoch)
        model.eval()
        with torch.no_grad():
            print(sum(model(x).mean() for x in loader))
