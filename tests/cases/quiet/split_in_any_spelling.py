# forbid: LL403, LL404
# Each call gets one of the two loaders: its word is compared in lower case.
import torch
from torch.utils.data import DataLoader, TensorDataset


def load(split):
    split = split.lower().strip()
    if split == "test":
        return DataLoader(TensorDataset(torch.rand(100, 4)), batch_size=10, shuffle=False)
    else:
        return DataLoader(TensorDataset(torch.rand(900, 4)), batch_size=10, shuffle=True)


def train(model, optimizer, loader):
    for epoch in range(9):
        for (batch,) in loader:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()


def test(model, loader):
    model.eval()
    with torch.no_grad():
        for (batch,) in loader:
            print(model(batch))


net = torch.nn.Linear(4, 1)
train(net, torch.optim.SGD(net.parameters(), 0.1), load("Train"))
test(net, load("TEST "))
