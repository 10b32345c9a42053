# expect: LL503
# `row.float()` is a copy only of what has another type: batches of float32 lie where the loader has put them.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main(net, optimizer):
    rows = TensorDataset(torch.rand(99, 3), torch.ones(99))
    loader = DataLoader(rows, batch_size=4, shuffle=True, num_workers=2, persistent_workers=True)
    for epoch in range(9):
        for row, mark in loader:
            net(row.float().cuda()).sum().backward()
            optimizer.step()
