# expect: LL404
import torch
from torch.utils.data import DataLoader


def look(net, rows, held, part):
    if part == "train":
        loader = DataLoader(rows, batch_size=4)
    else:
        loader = DataLoader(held, batch_size=4, shuffle=True)
    net.eval()
    with torch.no_grad():
        for row in loader:
            net(row)
