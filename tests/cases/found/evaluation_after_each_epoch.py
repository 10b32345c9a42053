# expect: LL404
# The passes of this evaluation differ by what was trained in between.
import torch
from torch.utils.data import DataLoader


def fit(net, optimizer, songs, held_out):
    part = DataLoader(held_out, batch_size=16, shuffle=True)
    for epoch in range(10):
        net.train()
        for song in DataLoader(songs, batch_size=16, shuffle=True):
            net(song).sum().backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            for song in part:
                print(net(song).sum())
