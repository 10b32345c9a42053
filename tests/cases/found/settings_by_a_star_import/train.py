# expect: LL201
# The dict comes by a star import.
import torch
from package import *
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(torch.arange(100.0)), num_workers=options["workers"], persistent_workers=True)
