# expect: LL403
# The case for training reads in order.
import torch
from torch.utils.data import DataLoader, TensorDataset


def make(rows, part):
    match part:
        case "train":
            return DataLoader(rows, batch_size=8, drop_last=True)
        case _:
            return DataLoader(rows, batch_size=8)


def main():
    rows = TensorDataset(torch.rand(64, 4))
    train, held_out = make(rows, "train"), make(rows, "val")
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
