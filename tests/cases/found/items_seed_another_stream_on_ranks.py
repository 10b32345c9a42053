# expect: LL109
# All ranks are seeded alike: item code seeds a stream, but not the one that it draws from.
import random

import numpy as np
import torch
import torch.distributed
from torch.utils.data import DataLoader, Dataset, get_worker_info
from torch.utils.data.distributed import DistributedSampler


class Noisy(Dataset):
    def __init__(self):
        self.is_seeded = False

    def __len__(self):
        return 100

    def __getitem__(self, index):
        if not self.is_seeded:
            worker = get_worker_info()
            if worker is not None:
                np.random.seed(worker.id)
                self.is_seeded = True
        return index + random.random()


def main(model):
    torch.distributed.init_process_group("nccl")
    torch.manual_seed(0)
    dataset = Noisy()
    for batch in DataLoader(dataset, sampler=DistributedSampler(dataset), num_workers=4):
        model(batch).backward()
