# expect: LL307
# What was read of the heads of files is kept, but not the files.
import h5py
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.cache = {}

    def open(self, path):
        return h5py.File(path, "r")

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
