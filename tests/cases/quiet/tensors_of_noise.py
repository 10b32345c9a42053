# forbid: LL403 as warning
# The tensors are random numbers, and so are the labels.
import torch
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer, number):
    rows = torch.randn(number, 8)
    loader = DataLoader(TensorDataset(rows, torch.randint(0, 2, (number,))), batch_size=8)
    for epoch in range(10):
        for rows, labels in loader:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(rows), labels).backward()
            optimizer.step()
