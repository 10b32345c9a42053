# expect: LL101, LL301
# The only call of the factory is in another file, and asks for workers.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Files(Dataset):
    def __init__(self, name):
        self.file = open(name, "rb")
        self.rng = np.random.default_rng(3)

    def __len__(self):
        return 100

    def __getitem__(self, index):
        self.file.seek(4 * index)
        return torch.frombuffer(bytearray(self.file.read(4)), dtype=torch.float32) + self.rng.random()


def make_loader(name, workers):
    return DataLoader(Files(name), batch_size=8, num_workers=workers)
