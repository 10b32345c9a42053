# expect: LL504
"""A function of another file puts the device among the options; the workers are in a table by number."""

import argparse

import torch
from ranks import join
from torch.utils.data import DataLoader, TensorDataset

SIZES = {1: dict(workers=4), 2: dict(workers=8)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lr", type=float, default=0.1)
    options = parser.parse_args()
    join(options)
    dataset = TensorDataset(torch.zeros(1000, 3))
    loader = DataLoader(dataset, shuffle=True, pin_memory=True, num_workers=SIZES[1]["workers"])
    model = torch.nn.Linear(3, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=options.lr)
    for epoch in range(100):
        for (batch,) in loader:
            loss = model(batch.to(options.device)).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


if __name__ == "__main__":
    main()
