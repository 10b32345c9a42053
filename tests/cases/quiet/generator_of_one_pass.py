# forbid: LL403
# A generator that takes from its iterator until this has ended: one pass for each call.
from torch.utils.data import DataLoader, Dataset


class Clouds(Dataset):
    def __init__(self, points):
        self.points = points

    def __len__(self):
        return len(self.points)

    def __getitem__(self, index):
        return self.points[index]


def once(source):
    batches = iter(source)
    while True:
        try:
            yield next(batches)
        except StopIteration:
            return


def fit(net, optimizer, points):
    batches = once(DataLoader(Clouds(points), batch_size=8))
    for step in range(100):
        net(next(batches)).sum().backward()
        optimizer.step()
