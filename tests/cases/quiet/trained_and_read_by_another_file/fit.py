import torch
from feed import feed
from torch.utils.data import TensorDataset


def main():
    rows = TensorDataset(torch.rand(60, 4))
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(3):
        for (x,) in feed(rows):
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
