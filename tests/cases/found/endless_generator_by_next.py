# expect: LL403
# The loader is begun anew where an iterator of it has ended, in the same order.
from torch.utils.data import DataLoader, Dataset


class Clouds(Dataset):
    def __init__(self, points):
        self.points = points

    def __len__(self):
        return len(self.points)

    def __getitem__(self, index):
        return self.points[index]


def endless(source):
    batches = iter(source)
    while True:
        try:
            cloud = next(batches)
        except StopIteration:
            batches = iter(source)
            cloud = next(batches)
        yield cloud.cuda()


def fit(net, optimizer, points):
    batches = endless(DataLoader(Clouds(points), batch_size=8))
    for step in range(100000):
        net(next(batches)).sum().backward()
        optimizer.step()
