# expect: LL403, LL502
# Each pass of the loader is followed by another, however many steps the training takes.
from torch.utils.data import DataLoader, Dataset


class Clouds(Dataset):
    def __init__(self, points):
        self.points = points

    def __len__(self):
        return len(self.points)

    def __getitem__(self, index):
        return self.points[index]


def cycle(loader):
    while True:
        yield from loader


class Trainer:
    def __init__(self, net, optimizer, points):
        self.net, self.optimizer = net, optimizer
        self.batches = cycle(DataLoader(Clouds(points), batch_size=8, num_workers=2))

    def train(self, steps):
        for step in range(steps):
            self.net(next(self.batches)).sum().backward()
            self.optimizer.step()
