# forbid: LL403, LL404, LL405
# `match` sets the options; the last case is for whatever is not named.
import torch
from torch.utils.data import DataLoader, TensorDataset


def make(rows, part):
    match part:
        case "fit":
            mixed, cut = True, True
        case _:
            mixed, cut = False, False
    return DataLoader(rows, batch_size=8, shuffle=mixed, drop_last=cut)


def main():
    rows = TensorDataset(torch.rand(64, 4))
    train, held_out = make(rows, "fit"), make(rows, "check")
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
