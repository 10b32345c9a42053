# expect: LL109
# By default the pictures are cut at random, in the same way on every rank.
import argparse
import random

import torch
import torch.distributed
from torch.utils.data import DataLoader, Dataset
from torch.utils.data.distributed import DistributedSampler

parser = argparse.ArgumentParser()
parser.add_argument("--method", default="random")
options = parser.parse_args()


class Pictures(Dataset):
    def __init__(self, pictures, method):
        self.pictures = pictures
        self.method = method

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, index):
        left = 0
        if self.method == "random":
            left = random.randint(0, 8)
        return self.pictures[index, left : left + 24]


torch.distributed.init_process_group("nccl")
torch.manual_seed(0)
dataset = Pictures(torch.rand(1000, 32), options.method)
loader = DataLoader(dataset, sampler=DistributedSampler(dataset), num_workers=4)
