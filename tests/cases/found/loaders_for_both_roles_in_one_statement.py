# expect: LL405
# The name of the loader for training says nothing of the other, which the same statement keeps.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main(rows, held_out):
    train_loader, val_loader = DataLoader(rows, 8, shuffle=True), DataLoader(held_out, 8, drop_last=True)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    best = float("inf")
    for epoch in range(20):
        model.train()
        for (x,) in train_loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            loss = sum(model(x).mean().item() for (x,) in val_loader)
        if loss < best:
            best = loss
            torch.save(model.state_dict(), "best.pt")


if __name__ == "__main__":
    main(TensorDataset(torch.rand(64, 4)), TensorDataset(torch.rand(30, 4)))
