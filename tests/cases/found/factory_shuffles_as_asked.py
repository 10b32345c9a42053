# expect: LL404
# The factory hands on what it is asked for, and for the evaluation that is the wrong thing.
import torch
from torch.utils.data import DataLoader, TensorDataset


def make(rows, shuffle):
    return DataLoader(rows, batch_size=8, shuffle=shuffle)


def main():
    rows = TensorDataset(torch.rand(64, 4))
    train, held_out = make(rows, True), make(rows, True)
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
