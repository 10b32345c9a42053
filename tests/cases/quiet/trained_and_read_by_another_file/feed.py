# forbid: LL404, LL405
# One program trains on what this makes, another one collects features from it.
import torch
from torch.utils.data import DataLoader, TensorDataset


def feed():
    return DataLoader(TensorDataset(torch.rand(60, 4)), batch_size=8, shuffle=True, drop_last=True)
