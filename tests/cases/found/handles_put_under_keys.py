# expect: LL301
# The dataset opens a file for each path, and puts it under that.
import h5py
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.files = {}
        for path in paths:
            self.files[path] = h5py.File(path, "r")

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return torch.tensor(self.files[self.paths[index % len(self.paths)]]["rows"][index])


loader = DataLoader(Rows(["a.h5", "b.h5"]), batch_size=4, num_workers=4)
