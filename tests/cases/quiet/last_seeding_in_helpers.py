# forbid: LL108
# The functions that the loop over epochs calls seed by themselves: training with the epoch, evaluation with a constant.
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset


def seed_all(number):
    random.seed(number)
    np.random.seed(number)
    torch.manual_seed(number)


def fit(model, optimizer, loader, epoch):
    seed_all(epoch)
    for (x,) in loader:
        optimizer.zero_grad()
        model(x).mean().backward()
        optimizer.step()


def check(model, loader):
    seed_all(0)
    with torch.no_grad():
        return sum(model(x).mean() for (x,) in loader)


def main():
    rows = TensorDataset(torch.rand(64, 4))
    train, held_out = DataLoader(rows, batch_size=8, shuffle=True), DataLoader(rows, batch_size=8)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        print(check(model, held_out))
        fit(model, optimizer, train, epoch)


if __name__ == "__main__":
    main()
