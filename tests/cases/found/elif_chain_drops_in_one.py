# expect: LL405
import torch
from torch.utils.data import DataLoader, TensorDataset


def make(rows, part):
    if part == "train":
        loader = DataLoader(rows, batch_size=8, shuffle=True)
    elif part == "val":
        loader = DataLoader(rows, batch_size=8)
    else:
        loader = DataLoader(rows, batch_size=16, drop_last=True)
    return loader


def main():
    rows = TensorDataset(torch.rand(60, 4))
    train, held_out, last = make(rows, "train"), make(rows, "val"), make(rows, "test")
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        for (x,) in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
        with torch.no_grad():
            print(sum(model(x).mean() for (x,) in held_out))
    with torch.no_grad():
        print(sum(model(x).mean() for (x,) in last))


if __name__ == "__main__":
    main()
