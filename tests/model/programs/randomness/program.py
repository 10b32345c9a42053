"""The seed of the program, as it can be written where a loader is built."""

import torch
from torch.utils.data import DataLoader

seed = 3
torch.manual_seed(seed)  #? seeds torch, loader with seed
torch.use_deterministic_algorithms(True)  #? means to repeat its runs

loader = DataLoader([1, 2], shuffle=True)
