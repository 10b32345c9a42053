# forbid: LL404
# Passes of an evaluation that nothing parts but the order of the samples: each groups them in another way.
import torch
from torch.utils.data import DataLoader


def test(net, songs, rounds):
    part = DataLoader(songs, batch_size=16, shuffle=True)
    net.eval()
    total = 0
    for _ in range(rounds):
        for song in part:
            near = torch.cdist(net(song), net(song))
            total += near.mean()
    return total / rounds
