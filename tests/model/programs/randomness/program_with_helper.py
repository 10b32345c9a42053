"""A program that seeds by a helper, and asks for determinism only at times."""

import random

import torch
from torch.utils.data import DataLoader


def set_seed(seed):
    random.seed(seed)
    torch.manual_seed(seed)


set_seed(11)  #? seeds torch, loader with 11
if undefined:
    torch.use_deterministic_algorithms(True)

loader = DataLoader([1, 2], shuffle=True)
