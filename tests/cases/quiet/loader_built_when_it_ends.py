# forbid: LL502
# Each pass takes a loader of its own, so that workers that are kept would serve none.
from torch.utils.data import DataLoader


def songs_without_end(songs):
    part = iter(DataLoader(songs, shuffle=True, num_workers=4))
    while True:
        try:
            yield next(part)
        except StopIteration:
            part = iter(DataLoader(songs, shuffle=True, num_workers=4))
            yield next(part)


def fit(net, optimizer, songs):
    stream = songs_without_end(songs)
    for _ in range(10_000):
        net(next(stream)).sum().backward()
        optimizer.step()
