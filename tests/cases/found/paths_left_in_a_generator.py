# expect: LL303
# A base class keeps what goes through the directory; the list is made from it.
import os

import torch
from torch.utils.data import DataLoader, Dataset


class Base(Dataset):
    def __init__(self, root):
        self.entries = os.scandir(root)
        self.files = [entry.path for entry in self.entries]

    def __len__(self):
        return len(self.files)


class Tensors(Base):
    def __init__(self, root, size):
        super().__init__(root)
        self.size = size

    def __getitem__(self, index):
        return torch.load(self.files[index])[: self.size]


if __name__ == "__main__":
    for batch in DataLoader(Tensors("tensors", 8), batch_size=4, num_workers=2):
        print(batch.shape)
