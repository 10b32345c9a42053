# forbid: LL402
# A helper of another file, reached through a star import, gets the loader and tells its sampler the epoch.
import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
from utils import start_epoch


class Trainer:
    def __init__(self, rows, epochs):
        self.loader = DataLoader(rows, batch_size=8, sampler=DistributedSampler(rows))
        self.epochs = epochs
        self.model = nn.Linear(4, 1)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

    def train(self):
        for epoch in range(self.epochs):
            self.train_epoch(epoch)

    def train_epoch(self, epoch):
        start_epoch(self.loader, epoch)
        for batch in self.loader:
            loss = self.model(batch).mean()
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()


def main(rows):
    Trainer(rows, epochs=10).train()
