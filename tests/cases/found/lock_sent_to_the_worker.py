# expect: LL303
# The cache with its lock is sent to the worker.
from threading import Lock

from torch.utils.data import DataLoader, IterableDataset


class Cache:
    def __init__(self):
        self.lock = Lock()
        self.opened = {}


class Videos(IterableDataset):
    def __init__(self, paths):
        self.paths = paths
        self.cache = Cache()

    def __iter__(self):
        for path in self.paths:
            with self.cache.lock:
                yield path


if __name__ == "__main__":
    for path in DataLoader(Videos(["a", "b"]), num_workers=2, multiprocessing_context="spawn"):
        print(path)
