"""Generators and objects that pass batches on."""

from torch.utils.data import DataLoader

loader = DataLoader([1, 2], shuffle=True)


def endless(loader):
    while True:
        for batch in loader:  #? loader: unknown, every epoch, relayed
            yield batch


batches = endless(loader)
for step in range(1000):
    batch = next(batches)  #? loader: training, by next
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
            yield batch.cuda()


for epoch in range(10):
    for batch in OnGpu(loader):  #? loader: training, every epoch
        batch.backward()
        optimizer.step()
