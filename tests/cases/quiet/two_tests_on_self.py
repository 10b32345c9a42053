# forbid: LL303
# The flag is kept on `self`, and asked in two methods.
import torch
from torch.utils.data import DataLoader, Dataset


class Mapped(Dataset):
    def __init__(self, change):
        self.change = change

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return self.change(torch.tensor(float(index)))


class Run:
    def __init__(self, stream):
        self.stream = stream
        if stream:
            self.rows = Mapped(lambda x: x + 1)
        else:
            self.rows = Mapped(torch.sin)

    def loader(self):
        if self.stream:
            return DataLoader(self.rows)
        return DataLoader(self.rows, num_workers=2)


if __name__ == "__main__":
    for x in Run(False).loader():
        print(x)
    for x in Run(True).loader():
        print(x)
