# expect: LL403 as warning
# The rows are random numbers, but the labels are not: they may well be sorted.
import torch
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer, number, labels):
    rows = torch.randn(number, 8)
    loader = DataLoader(TensorDataset(rows, labels), batch_size=8)
    for epoch in range(10):
        for rows, labels in loader:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(rows), labels).backward()
            optimizer.step()
