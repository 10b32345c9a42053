# expect: LL301
# A part of the file is put in the place of the handle only if it is small.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Letters(Dataset):
    def __init__(self, path, size):
        self.size = size
        self.file = open(path, "rb")
        if size < 1000:
            self.file = self.file.read(size)

    def __getitem__(self, index):
        return self.file[index]

    def __len__(self):
        return self.size


for letters in DataLoader(Letters("letters.txt", 1000), batch_size=8, num_workers=4):
    print(letters)
