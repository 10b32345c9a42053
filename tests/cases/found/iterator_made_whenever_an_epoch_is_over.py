# expect: LL403, LL502
# forbid: LL406, LL407
# A loop over steps counts the epochs: it makes another iterator over the same loader whenever one is over.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main(net, steps_in_epoch):
    loader = DataLoader(TensorDataset(torch.rand(800, 1)), batch_size=8, num_workers=4)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for step in range(100 * steps_in_epoch):
        if step % steps_in_epoch == 0:
            batches = iter(loader)
        optimizer.zero_grad()
        net(*next(batches)).sum().backward()
        optimizer.step()
