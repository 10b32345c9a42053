# expect: LL403 as advice
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset
from tools import *


class Rows(Dataset):
    def __len__(self):
        return 800

    def __getitem__(self, index):
        return torch.full((3,), float(index)), index // 400


def train(model, loader, optimizer):
    losses = []
    for rows, labels in loader:
        loss = nn.functional.cross_entropy(model(rows), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    show_loss(losses)


def main():
    loader = DataLoader(Rows(), batch_size=8)
    model = nn.Linear(3, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(9):
        train(model, loader, optimizer)
    print("done")


if __name__ == "__main__":
    main()
