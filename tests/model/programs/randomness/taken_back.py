"""A program that takes its claim back: `benchmark` chooses algorithms by the clock."""

import torch
from torch.utils.data import DataLoader

torch.manual_seed(0)  #? seeds torch, loader with 0
torch.backends.cudnn.deterministic = True
torch.backends.cudnn.benchmark = True
loader = DataLoader([1, 2])
