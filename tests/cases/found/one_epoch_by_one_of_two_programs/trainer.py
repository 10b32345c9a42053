# expect: LL502
# One program asks for one epoch, another for more.
from dataclasses import dataclass

import torch
from torch.utils.data import DataLoader


@dataclass
class Config:
    epochs: int = 10


class Trainer:
    def __init__(self, rows, config):
        self.rows, self.config = rows, config

    def fit(self):
        model = torch.nn.Linear(4, 1)
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        loader = DataLoader(self.rows, batch_size=8, shuffle=True, num_workers=2)
        for epoch in range(self.config.epochs):
            for (x,) in loader:
                optimizer.zero_grad()
                model(x).mean().backward()
                optimizer.step()
