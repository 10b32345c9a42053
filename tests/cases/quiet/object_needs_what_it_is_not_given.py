# forbid: LL101
# One of the classes that may be chosen cannot be made by this call: it takes parts of a size that is not given.
import sys

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Plain(Dataset):
    def __init__(self, path, flag="train"):
        self.path = path

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index


class Windows(Dataset):
    def __init__(self, path, flag="train", size=None):
        self.path = path
        self.length = size[0]
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + self.rng.integers(self.length)


classes = {"plain": Plain, "windows": Windows}
chosen = classes[sys.argv[1]]
for epoch in range(10):
    for batch in DataLoader(chosen("data", flag="test"), num_workers=4):
        print(batch)
