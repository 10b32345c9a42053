"""Functions and objects that are called by others: what runs in them counts where they are handed over."""

import torch.multiprocessing as mp
from torch.utils.data import DataLoader


def main(rank):
    loader = DataLoader([1, 2], shuffle=True)
    for epoch in range(10):
        for batch in loader:  #? loader: training, every epoch

            def closure():
                batch.backward()

            optimizer.step(closure)


mp.spawn(main, nprocs=2)


class Step:
    def __call__(self, batch):
        batch.backward()
        optimizer.step()


step = Step()
called = DataLoader([1], shuffle=True)
for batch in called:  #? called: training
    step(batch)


class Trainer:
    def train_step(self, batch):
        raise NotImplementedError

    def evaluate(self, loader):
        model.eval()
        for batch in loader:  #? open: unknown
            self.train_step(batch)


open = DataLoader([2])
Trainer().evaluate(open)
