# forbid: LL101
# The stream is drawn from only where a sample cannot be read.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Files(Dataset):
    def __init__(self, names):
        self.names = names
        self.rng = np.random.default_rng(3)

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        try:
            return torch.load(self.names[index])
        except OSError:
            return self[int(self.rng.integers(len(self.names)))]


def main(net, names):
    for row in DataLoader(Files(names), batch_size=8, num_workers=4):
        net(row)
