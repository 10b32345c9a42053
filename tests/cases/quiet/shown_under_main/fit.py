import torch
from rows import Rows
from torch.utils.data import DataLoader


def main():
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        for x in DataLoader(Rows(["a.bin"]), batch_size=8, shuffle=True):
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
