# forbid: LL403, LL404, LL405
# The default is for training; the early return is taken by calls that say otherwise, by a flag that is negated.
import torch
from torch.utils.data import DataLoader, TensorDataset


def make(rows, evaluating=False):
    if not evaluating:
        return DataLoader(rows, batch_size=8, shuffle=True, drop_last=True)
    return DataLoader(rows, batch_size=8)


def main():
    rows = TensorDataset(torch.rand(64, 4))
    train, held_out = make(rows), make(rows, evaluating=True)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        for (x,) in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
        with torch.no_grad():
            print(sum(model(x).mean() for (x,) in held_out))


if __name__ == "__main__":
    main()
