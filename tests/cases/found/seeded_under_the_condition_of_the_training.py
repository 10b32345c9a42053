# expect: LL108, LL403
# One condition decides that an epoch seeds and that it trains: every epoch is seeded alike.
import torch
from torch.utils.data import DataLoader, TensorDataset

SEED = 7


def go_through(model, loader, optimizer=None):
    torch.manual_seed(SEED)
    for (batch,) in loader:
        if optimizer is None:
            model(batch)
        else:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()


def main(options):
    rows = TensorDataset(torch.rand(64, 4))
    shuffled, in_order = DataLoader(rows, batch_size=8, shuffle=True), DataLoader(rows, batch_size=8)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        if options.trains:
            go_through(model, shuffled, optimizer)
            go_through(model, in_order, optimizer)
