# forbid: LL403 as warning
# The rows are one tensor of noise, the labels another, scaled and turned into numbers.
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, length, width):
        self.rows = 2 * torch.randn(length, width) + 1
        self.labels = torch.randint(0, 2, (length,)).float()

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index], self.labels[index]


def train(model, optimizer):
    loader = DataLoader(Rows(64, 8), batch_size=8)
    for epoch in range(10):
        for rows, labels in loader:
            optimizer.zero_grad()
            (model(rows) - labels).abs().sum().backward()
            optimizer.step()
