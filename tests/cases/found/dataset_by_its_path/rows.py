import numpy as np
from torch.utils.data import Dataset


class Noisy(Dataset):
    def __init__(self, size):
        self.size = size
        self.rng = np.random.default_rng()

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        return index + self.rng.normal()


class Plain(Dataset):
    def __init__(self, size):
        self.size = size

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        return index
