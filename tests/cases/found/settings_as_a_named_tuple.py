# expect: LL201
# The class of a named tuple is made for the keys of a dict, and filled with it.
from collections import namedtuple

import torch
from torch.utils.data import DataLoader, TensorDataset

settings = {"workers": 0, "epochs": 4}
options = namedtuple("Options", settings)(**settings)
loader = DataLoader(TensorDataset(torch.arange(100.0)), num_workers=options.workers, persistent_workers=True)
