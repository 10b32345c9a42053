# forbid: LL301
# The dataset opens its file when it counts the rows, and a method closes and drops it before workers start.
import h5py
import torch
from torch.utils.data import ConcatDataset, DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, path):
        self.path = path
        self._file = None
        self.count = len(self.file["rows"])
        self.drop()

    @property
    def file(self):
        if self._file is None:
            self._file = h5py.File(self.path, "r")
        return self._file

    def drop(self):
        if self._file is not None:
            self._file.close()
        self._file = None

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        return torch.tensor(self.file["rows"][index])


class Union(Dataset):
    def __init__(self, parts):
        self.parts = parts

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return self.parts[index % len(self.parts)][index]


parts = [Rows(path) for path in ["a.h5", "b.h5"]]
loader = DataLoader(Union(parts), batch_size=4, num_workers=4)
whole = DataLoader(ConcatDataset(parts), batch_size=4, num_workers=4)
