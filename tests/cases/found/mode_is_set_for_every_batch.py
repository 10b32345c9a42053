# expect: LL404
"""An evaluation sets the mode of its model for every batch."""

import torch
from torch.utils.data import DataLoader, TensorDataset


def validate(model, loader):
    total = 0.0
    for x, y in loader:
        model.eval()
        total += torch.nn.functional.mse_loss(model(x), y).item()
    return total / len(loader)


def main():
    rows = TensorDataset(torch.randn(500, 8), torch.randn(500, 1))
    held_out = TensorDataset(torch.randn(500, 8), torch.randn(500, 1))
    training = DataLoader(rows, batch_size=8, shuffle=True)
    validation = DataLoader(held_out, batch_size=8, shuffle=True)
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        for x, y in training:
            model.train()
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        print(validate(model, validation))


if __name__ == "__main__":
    main()
