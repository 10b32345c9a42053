# forbid: LL404
import torch
from torch.utils.data import DataLoader


def training_loader(rows):
    return DataLoader(rows, batch_size=4, shuffle=True)


def look(net, rows, held, part):
    if part == "train":
        loader = training_loader(rows)
    else:
        loader = DataLoader(held, batch_size=4)
    net.eval()
    with torch.no_grad():
        for row in loader:
            net(row)
