# forbid: LL404
# Which loader is evaluated on is asked for by name; one of them is for training.
import torch
from torch.utils.data import DataLoader


def look(net, rows, held, part):
    loaders = {"train": DataLoader(rows, batch_size=4, shuffle=True), "val": DataLoader(held, batch_size=4)}
    net.eval()
    with torch.no_grad():
        for row in loaders[part]:
            net(row)
