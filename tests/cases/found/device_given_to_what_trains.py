# expect: LL503
# The object that trains keeps the name of the device that it is given, which is put together from a number.
import sys

import torch
from torch.utils.data import DataLoader


class Trainer:
    def __init__(self, rows, device):
        self.device = device
        self.loader = DataLoader(rows, batch_size=64, shuffle=True, num_workers=2, persistent_workers=True)

    def fit(self):
        model = torch.nn.Linear(4, 2).to(self.device)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for epoch in range(10):
            for rows in self.loader:
                optimizer.zero_grad()
                model(rows.to(self.device)).sum().backward()
                optimizer.step()


if __name__ == "__main__":
    Trainer(torch.rand(1000, 4), f"cuda:{sys.argv[1]}").fit()
