# forbid: LL307
# The files stay open as long as their worker, and what was read of their heads is kept beside them.
import h5py
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.cache = {}

    def open(self, path):
        if path not in self.cache:
            self.cache[path] = h5py.File(path, "r")
        return self.cache[path]

    def size(self, path):
        if ("size", path) not in self.cache:
            self.cache["size", path] = self.open(path)["size"][()]
        return self.cache["size", path]

    def __getitem__(self, index):
        path = self.paths[index]
        return torch.from_numpy(self.open(path)["image"][: self.size(path)])

    def __len__(self):
        return len(self.paths)


def train(model, optimizer, paths):
    loader = DataLoader(Images(paths), batch_size=8, shuffle=True, num_workers=4)
    for epoch in range(10):
        for images in loader:
            optimizer.zero_grad()
            model(images).sum().backward()
            optimizer.step()
