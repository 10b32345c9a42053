# expect: LL404, LL405
# The function that trains builds the loader for the evaluation too, and keeps it.
import torch
from torch.utils.data import DataLoader, TensorDataset


def train(rows, held):
    loader = DataLoader(rows, batch_size=8, shuffle=True)
    held_out = DataLoader(held, batch_size=8, shuffle=True, drop_last=True)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        model.train()
        for (x,) in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
        model.eval()
        for (x,) in held_out:
            print(model(x).mean())


if __name__ == "__main__":
    train(TensorDataset(torch.rand(60, 4)), TensorDataset(torch.rand(60, 4)))
