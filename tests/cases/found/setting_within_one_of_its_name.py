# expect: LL201
# The inner setting goes by the name of the outer one.
import torch
from easydict import EasyDict
from torch.utils.data import DataLoader, TensorDataset

settings = EasyDict()
settings.workers = EasyDict()
settings.workers.workers = 0
loader = DataLoader(TensorDataset(torch.arange(100.0)), num_workers=settings.workers.workers, persistent_workers=True)
