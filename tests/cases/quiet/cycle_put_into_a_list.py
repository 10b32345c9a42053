# forbid: LL412
# The list keeps every batch, with or without `cycle`; that comes to an end with the count.
from itertools import cycle

import torch
from torch.utils.data import DataLoader


def steps(rows, count):
    loader = DataLoader(rows, batch_size=4, shuffle=True)
    return list(zip(range(count), cycle(loader)))


net = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for _, batch in steps(torch.rand(100, 1), 50):
    optimizer.zero_grad()
    net(batch).mean().backward()
    optimizer.step()
