# forbid: LL405
# The size of a part of the split is handed to the factory as the size of a batch.
import torch
from torch.utils.data import DataLoader, random_split


def make(rows, settings, size=None):
    return DataLoader(rows, batch_size=settings.batch if size is None else size, drop_last=True)


def main(rows, settings, net):
    train_size = int(len(rows) * settings.ratio)
    rest = len(rows) - train_size
    _, held_out = random_split(rows, [train_size, rest])
    loader = make(held_out, settings, rest)
    net.eval()
    with torch.no_grad():
        for row in loader:
            print(net(row))
