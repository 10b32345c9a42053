# forbid: LL301
# Item code opens a file for each path when it first needs it, and puts it under that.
import h5py
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.files = {}

    def __len__(self):
        return 100

    def __getitem__(self, index):
        path = self.paths[index % len(self.paths)]
        if path not in self.files:
            self.files[path] = h5py.File(path, "r")
        return torch.tensor(self.files[path]["rows"][index])


loader = DataLoader(Rows(["a.h5", "b.h5"]), batch_size=4, num_workers=4)
