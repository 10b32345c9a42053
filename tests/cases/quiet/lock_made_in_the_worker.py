# forbid: LL303
# The cache with its lock is made by the first sample, in the worker: what is sent there has none.
from threading import Lock

from torch.utils.data import DataLoader, IterableDataset


class Cache:
    def __init__(self):
        self.lock = Lock()
        self.opened = {}


class Videos(IterableDataset):
    def __init__(self, paths):
        self.paths = paths
        self.cache = None

    def __iter__(self):
        if self.cache is None:
            self.cache = Cache()
        for path in self.paths:
            with self.cache.lock:
                yield path


if __name__ == "__main__":
    for path in DataLoader(Videos(["a", "b"]), num_workers=2, multiprocessing_context="spawn"):
        print(path)
