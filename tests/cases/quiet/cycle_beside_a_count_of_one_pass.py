# forbid: LL412 as warning
# The count ends each loop before a batch comes again.
from itertools import cycle

import torch
from torch.utils.data import DataLoader


def train(first, second, net, optimizer):
    number = min(len(first), len(second))
    for _, (x,), (y,) in zip(range(number), first, cycle(second)):
        optimizer.zero_grad()
        (net(x) - net(y)).sum().backward()
        optimizer.step()


def main(rows, others, net):
    optimizer = torch.optim.SGD(net.parameters(), 0.1)
    first = DataLoader(rows, batch_size=4, shuffle=True)
    second = DataLoader(others, batch_size=4, shuffle=True)
    for _ in range(10):
        train(first, second, net, optimizer)
