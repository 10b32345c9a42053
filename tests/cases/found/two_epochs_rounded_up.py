# expect: LL108, LL502
# Parts of an epoch are rounded up: to two.
import math

import torch
from torch.utils.data import DataLoader, TensorDataset


def fit(rows, epochs):
    train = DataLoader(rows, batch_size=8, shuffle=True, num_workers=2)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(math.ceil(epochs)):
        torch.manual_seed(3)
        for (x,) in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    fit(TensorDataset(torch.rand(64, 4)), 0.5)
    fit(TensorDataset(torch.rand(32, 4)), epochs=1.2)
