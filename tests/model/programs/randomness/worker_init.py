"""What a `worker_init_fn` seeds with: another seed in every worker and every epoch, or not."""

import os
import random
import time

import numpy as np
import torch
from torch.utils.data import DataLoader, get_worker_info

SEED = 42


def seed_soundly(worker_id):  #? reseeds np.random, numpy.random.seed, random, random.seed
    seed = torch.initial_seed() % 2**32
    np.random.seed(seed)  #? worker, epoch: 0 to 2**32 - 1
    random.seed(seed + 1)  #? worker, epoch: 1 to 2**32


def seed_by_id(worker_id):  #? reseeds nothing
    np.random.seed(worker_id)  #? worker: 0 to 3
    np.random.seed(SEED + worker_id)  #? worker: 42 to 45
    random.seed(SEED)  #? nothing: 42 to 42


def seed_too_large(worker_id):  #? reseeds random, random.seed
    np.random.seed(torch.initial_seed())  #? worker, epoch: 0 to 2**63
    np.random.seed(get_worker_info().seed // 2)  #? worker, epoch: 0 to 2**62
    random.seed(get_worker_info().seed)  #? worker, epoch: 0 to 2**63
    np.random.seed((torch.initial_seed() & 0xFFFF) + 2**32)  #? worker, epoch: 2**32 to 4295032831


def seed_otherwise(worker_id):  #? reseeds np.random, numpy.random.seed, random, random.seed
    info = get_worker_info()
    np.random.seed(info.id)  #? worker: 0 to 3
    np.random.seed(info.num_workers)  #? nothing: ?  # could be 4 to 4
    np.random.seed(int(time.time()))  #? epoch: ?
    np.random.seed(time.time_ns() % 2**32)  #? worker, epoch, item: ?  # could be 0 to 4294967295
    random.seed(os.getpid())  #? worker, epoch: ?
    random.seed(undefined)  #? ?: ?
    np.random.seed(np.random.get_state()[1][0] + worker_id)  #? worker: ?
    random.seed(hash((SEED, worker_id)))  #? worker: ?


def seed_at_times(worker_id):  #? reseeds random, random.seed
    np.random.seed(SEED if undefined() is None else worker_id)  #? worker: ?
    np.random.seed(SEED if undefined() is None else 7)  #? nothing: ?
    random.seed(None)  #? worker, epoch, item: ?
    random.seed(None if undefined() is None else worker_id)  #? worker, epoch, item: ?


class Seeder:
    def __init__(self, base):
        self.base = base

    def __call__(self, worker_id):  #? reseeds nothing
        random.seed(self.base + worker_id)  #? worker: 7 to 10


DataLoader([1, 2], num_workers=4, worker_init_fn=seed_soundly)
DataLoader([1, 2], num_workers=4, worker_init_fn=seed_by_id)
DataLoader([1, 2], num_workers=4, worker_init_fn=seed_too_large)
DataLoader([1, 2], num_workers=4, worker_init_fn=seed_otherwise)
DataLoader([1, 2], num_workers=4, worker_init_fn=seed_at_times)
DataLoader([1, 2], num_workers=4, worker_init_fn=Seeder(7))
