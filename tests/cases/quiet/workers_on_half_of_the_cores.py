# forbid: LL502
# The workers take one core of every sixty-four: few machines have so many.
import os

import torch
from torch.utils.data import DataLoader


def main():
    workers = os.cpu_count() // 64
    loader = DataLoader(torch.rand(1000, 4), batch_size=64, shuffle=True, num_workers=workers)
    model = torch.nn.Linear(4, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        for rows in loader:
            optimizer.zero_grad()
            model(rows).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
