# expect: LL403
# As its neighbour, by the methods that `iter` and `next` call.
from torch.utils.data import DataLoader, Dataset


class Clouds(Dataset):
    def __init__(self, points):
        self.points = points

    def __len__(self):
        return len(self.points)

    def __getitem__(self, index):
        return self.points[index]


def endless(source):
    batches = source.__iter__()
    while True:
        try:
            cloud = batches.__next__()
        except StopIteration:
            batches = source.__iter__()
            cloud = batches.__next__()
        yield cloud.cuda()


def fit(net, optimizer, points):
    batches = endless(DataLoader(Clouds(points), batch_size=8))
    for step in range(100000):
        net(next(batches)).sum().backward()
        optimizer.step()
