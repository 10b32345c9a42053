# forbid: LL301
# What is read, or the mapped file, takes the place of the handle before the workers start.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Letters(Dataset):
    def __init__(self, path, size):
        self.size = size
        self.file = open(path, "rb")
        if size < 1000:
            self.file = self.file.read(size)
        else:
            self.file = np.memmap(self.file, mode="r")

    def __getitem__(self, index):
        return self.file[index]

    def __len__(self):
        return self.size


for letters in DataLoader(Letters("letters.txt", 1000), batch_size=8, num_workers=4):
    print(letters)
