# expect: LL307
# As in `cache_is_filled_before`, but `__init__` only empties the cache.
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.empty()

    def empty(self):
        self.cache = {}

    def __len__(self):
        return len(self.paths)

    def read(self, path):
        if path not in self.cache:
            with open(path, "rb") as file:
                self.cache[path] = file.read()
        return self.cache[path]

    def __getitem__(self, index):
        return self.read(self.paths[index])


def main(net, paths):
    loader = DataLoader(Images(paths), batch_size=4, shuffle=True, num_workers=2)
    for epoch in range(10):
        for batch in loader:
            net(batch).backward()
