# forbid: LL208
# A call in this file asks for none, but the program asks for workers.
import numpy as np
import torch
from torch.utils.data import DataLoader


def start(number):
    np.random.seed(torch.initial_seed() % 2**32)


def make_loader(rows, workers):
    return DataLoader(rows, num_workers=workers, worker_init_fn=start)


def first(rows):
    return next(iter(make_loader(rows, 0)))
