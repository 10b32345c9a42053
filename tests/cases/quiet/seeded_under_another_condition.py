# forbid: LL108
# A condition decides that an epoch seeds, and another one that it trains; one that only evaluates is seeded alike.
import torch
from torch.utils.data import DataLoader, TensorDataset

SEED = 7


def go_through(model, loader, optimizer=None):
    for (batch,) in loader:
        if optimizer is None:
            model(batch)
        else:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()


def main(options):
    rows = TensorDataset(torch.rand(64, 4))
    shuffled, held_out = DataLoader(rows, batch_size=8, shuffle=True), DataLoader(rows, shuffle=True)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        if options.shows:
            torch.manual_seed(SEED)
            print(model(torch.rand(1, 4)))
        if options.trains:
            go_through(model, shuffled, optimizer)
        torch.manual_seed(epoch)
        with torch.no_grad():
            torch.manual_seed(SEED)
            for (batch,) in held_out:
                model(batch)
            torch.manual_seed(epoch)
