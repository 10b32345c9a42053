# forbid: LL406
# The function draws other rows whenever it is called.
import random

from torch.utils.data import DataLoader


def opened(rows):
    chosen = random.sample(rows, 100)
    return DataLoader(chosen, batch_size=8, shuffle=True, num_workers=4)


def fit(net, optimizer, rows):
    for epoch in range(15):
        for row in opened(rows):
            net(row).sum().backward()
            optimizer.step()
