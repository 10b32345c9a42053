# expect: LL403
# The rows are noise, but the labels are not: they may well be sorted.
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, labels, width):
        self.rows = 2 * torch.randn(len(labels), width) + 1
        self.labels = labels

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index], self.labels[index]


def train(model, optimizer, labels):
    loader = DataLoader(Rows(labels, 8), batch_size=8)
    for epoch in range(10):
        for rows, labels in loader:
            optimizer.zero_grad()
            (model(rows) - labels).abs().sum().backward()
            optimizer.step()
