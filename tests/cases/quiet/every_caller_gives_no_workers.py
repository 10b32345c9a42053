# forbid: LL101, LL301, LL303
# The parameter is 0 in every call: nothing is copied, sent or shared.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Files(Dataset):
    def __init__(self, name):
        self.file = open(name, "rb")
        self.rng = np.random.default_rng(3)
        self.change = lambda x: x + 1

    def __len__(self):
        return 100

    def __getitem__(self, index):
        self.file.seek(4 * index)
        return self.change(torch.frombuffer(bytearray(self.file.read(4)), dtype=torch.float32) + self.rng.random())


def make(name, workers):
    return DataLoader(Files(name), batch_size=8, num_workers=workers)


def main():
    for loader in (make("a.bin", 0), make("b.bin", workers=0)):
        for row in loader:
            print(row)


if __name__ == "__main__":
    main()
