# forbid: LL307
# `__init__` fills the cache before workers start: what they add is the rare rest.
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.cache = {}
        self.fill()

    def fill(self):
        self.cache = {}
        for path in self.paths:
            with open(path, "rb") as file:
                self.cache[path] = file.read()

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
