# forbid: LL502
# What trains on the loader are tests.
import torch
from torch.utils.data import DataLoader, TensorDataset


def rows():
    return DataLoader(TensorDataset(torch.load("rows.pt")), batch_size=8, shuffle=True, num_workers=4)
