# expect: LL404 as advice, LL405 as advice
"""No loop goes through these loaders here; their names say what they are for."""

import torch
from torch.utils.data import DataLoader, TensorDataset


def held_out(batch_size):
    rows = TensorDataset(torch.randn(500, 8), torch.randn(500, 1))
    val_loader = DataLoader(rows, batch_size=batch_size, shuffle=True)
    test_loader = DataLoader(rows, batch_size=batch_size, drop_last=True)
    return val_loader, test_loader
