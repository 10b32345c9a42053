# forbid: LL503
# `row.float()` makes another tensor of whole numbers, so pinned memory would not reach the GPU.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main(net, optimizer):
    rows = TensorDataset(torch.randint(9, (99, 3)))
    loader = DataLoader(rows, batch_size=4, shuffle=True, num_workers=2, persistent_workers=True)
    for epoch in range(9):
        for (row,) in loader:
            net(row.float().cuda()).sum().backward()
            optimizer.step()
