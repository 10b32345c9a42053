# expect: LL406
# A loop over steps counts the epochs: it builds the loader again whenever one is over.
import torch
from torch.utils.data import DataLoader


def main(net, rows, steps_in_epoch):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for step in range(100 * steps_in_epoch):
        if step % steps_in_epoch == 0:
            batches = iter(DataLoader(rows, batch_size=8, shuffle=True, num_workers=4))
        optimizer.zero_grad()
        net(next(batches)).sum().backward()
        optimizer.step()
