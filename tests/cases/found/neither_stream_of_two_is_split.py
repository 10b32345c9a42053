# expect: LL401 as error
# An option decides which of two streams is read; neither is split among the workers.
from torch.utils.data import DataLoader, IterableDataset


class Lines(IterableDataset):
    def __init__(self, path):
        self.path = path

    def __iter__(self):
        with open(self.path) as file:
            yield from file


class Parts(IterableDataset):
    def __init__(self, path):
        self.path = path

    def __iter__(self):
        with open(self.path) as file:
            yield from map(str.strip, file)


def main(path, split):
    data = Parts(path) if split else Lines(path)
    for batch in DataLoader(data, num_workers=4):
        print(batch)
