# expect: LL412
# The dataset goes through its files once: `cycle` around its loader keeps all batches.
from itertools import chain, cycle

import torch
from torch.utils.data import DataLoader, IterableDataset


class Texts(IterableDataset):
    def __init__(self, paths):
        self.paths = paths

    def read(self, path):
        yield from torch.load(path)

    def __iter__(self):
        return chain.from_iterable(map(self.read, iter(self.paths)))


def main(net, paths, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    batches = cycle(DataLoader(Texts(paths), batch_size=8))
    for step in range(steps):
        optimizer.zero_grad()
        net(next(batches)).sum().backward()
        optimizer.step()
