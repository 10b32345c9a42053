# forbid: LL406
# Each time that so many steps are over, the loader is built from other rows.
import torch
from torch.utils.data import DataLoader


def main(net, rows, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for step in range(steps):
        if step % 1000 == 0:
            batches = iter(DataLoader(rows[step:], batch_size=8, shuffle=True, num_workers=4))
        optimizer.zero_grad()
        net(next(batches)).sum().backward()
        optimizer.step()
