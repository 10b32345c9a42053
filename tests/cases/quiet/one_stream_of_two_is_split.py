# expect: LL401 as warning
# forbid: LL401 as error
# An option decides which of two streams is read; one of them is split among the workers.
import itertools

from torch.utils.data import DataLoader, IterableDataset, get_worker_info


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
        info = get_worker_info()
        with open(self.path) as file:
            yield from itertools.islice(file, info.id, None, info.num_workers)


def main(path, split):
    data = Parts(path) if split else Lines(path)
    for batch in DataLoader(data, num_workers=4):
        print(batch)
