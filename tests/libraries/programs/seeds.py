import os
import secrets
import time
import uuid

import numpy as np
import torch
import torch.distributed as dist
from torch.utils.data import get_worker_info

seed = torch.initial_seed()  #? ~ worker epoch
seed = torch.seed()  #? ~ worker epoch item
seed = torch.cuda.current_device()  #? ~ nothing
seed = get_worker_info().seed  #? ~ worker epoch
seed = dist.get_rank()  #? ~ nothing
seed = dist.get_world_size()  #? ~ nothing
seed = os.getpid()  #? ~ worker epoch
seed = os.getenv("SEED")  #? ~ nothing
seed = os.environ["SEED"]  #? ~ nothing
seed = os.sched_getaffinity(0)  #? ~ nothing
seed = os.environ.get("SEED")  #? ~ nothing
seed = os.urandom(4)  #? ~ worker epoch item
seed = uuid.uuid4()  #? ~ worker epoch item
seed = secrets.randbits(32)  #? ~ worker epoch item
seed = secrets.token_bytes(4)  #? ~ worker epoch item
seed = time.time()  #? ~ worker epoch item
seed = time.time_ns()  #? ~ worker epoch item
seed = time.perf_counter()  #? ~ worker epoch item
seed = int(4)  #? ~ nothing
seed = abs(4)  #? ~ nothing
seed = hash(4)  #? ~ nothing
seed = sum([4])  #? ~ nothing
seed = min(4, 5)  #? ~ nothing
seed = max(4, 5)  #? ~ nothing
seed = round(4.0)  #? ~ nothing
seed = str(4)  #? ~ nothing
seed = np.int64(4)  #? ~ nothing
seed = np.uint32(4)  #? ~ nothing
seed = np.uint64(4)  #? ~ nothing
seed = np.random.SeedSequence(4).generate_state(1)  #? ~ nothing
#---
# silent: LL109
import random
import torch
import torch.multiprocessing as mp
from torch.utils.data import DataLoader, Dataset, DistributedSampler


class Noisy(Dataset):
    def __getitem__(self, index):
        return random.random()  #? draws python


def work(rank):
    data = Noisy()
    loader = DataLoader(data, sampler=DistributedSampler(data), num_workers=2)  #? by rank, loader, numbered, over Noisy
    for batch in loader:  #? uses
        print(batch)


def main():
    torch.manual_seed(0)
    mp.spawn(work, nprocs=2)


if __name__ == "__main__":
    main()
