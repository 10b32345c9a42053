"""A `worker_init_fn` that is bound to more than the worker's id, and seeds that other functions compute."""

import random
from functools import partial

import torch
from torch.utils.data import DataLoader


def seed_worker(worker_id, base, rank=0):  #? reseeds nothing
    random.seed(base + rank + worker_id)  #? worker: ?  # could be 100 to 103


def seed_fresh(base, worker_id):  #? reseeds nothing  # could be random, random.seed
    random.seed(mixed(base, torch.initial_seed()))  #? worker, epoch: ?


def mixed(one, other):
    return one ^ other


for epoch in range(10):
    DataLoader([1, 2], num_workers=4, worker_init_fn=partial(seed_worker, base=100))

DataLoader([1, 2], num_workers=4, worker_init_fn=partial(seed_fresh, 100))
DataLoader([1, 2], num_workers=4, worker_init_fn=lambda worker_id: random.seed(worker_id))  #? worker: 0 to 3; reseeds nothing
