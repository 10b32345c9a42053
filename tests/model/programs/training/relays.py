"""Generators and objects that pass batches on."""

from torch.utils.data import DataLoader

loader = DataLoader([1, 2], shuffle=True)


def endless(loader):
    while True:
        for batch in loader:  #? loader: unknown, every epoch, relayed
            yield batch


batches = endless(loader)
for step in range(1000):
    batch = next(batches)  #? loader: training, every epoch, by next
    batch.backward()
    optimizer.step()


def once(loader):
    for batch in loader:
        yield batch


for batch in once(loader):  #? loader: training
    batch.backward()
    optimizer.step()


class OnGpu:
    def __init__(self, loader):
        self.loader = loader

    def __iter__(self):
        for batch in self.loader:
            yield batch.cuda()  #? copies to the GPU and waits


for epoch in range(10):
    for batch in OnGpu(loader):  #? loader: training, every epoch
        batch.backward()
        optimizer.step()


class Prefetcher:
    def __init__(self, loader):
        self.batches = iter(loader)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.batches)


prefetched = DataLoader([3, 4], shuffle=True)
for batch in Prefetcher(prefetched):  #? prefetched: training
    batch.backward()
    optimizer.step()


class Holder:
    def __init__(self, loader):
        self.first = next(iter(loader))


for part in Holder(prefetched):  # not an iterator
    part.backward()
    optimizer.step()
