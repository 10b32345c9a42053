# expect: LL502
# A program has another loop count to one, which says nothing of the epochs.
import torch
from torch.utils.data import DataLoader


class Trainer:
    def __init__(self, rows, epochs):
        self.rows, self.epochs = rows, epochs
        self.model = torch.nn.Linear(4, 1)
        self.optimizer = torch.optim.SGD(self.model.parameters(), 0.1)

    def make(self):
        return DataLoader(self.rows, batch_size=8, shuffle=True, num_workers=2)

    def fit(self):
        loader = self.make()
        for epoch in range(self.epochs):
            self.one_pass(loader)

    def try_out(self):
        loader = self.make()
        for trial in range(1):
            self.one_pass(loader)

    def one_pass(self, loader):
        for (x,) in loader:
            self.optimizer.zero_grad()
            self.model(x).mean().backward()
            self.optimizer.step()
