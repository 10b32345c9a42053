# expect: LL901 as advice
# The calls are left out by a comment sign: take one away, and this is a program.
import torch
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(torch.zeros(8)))


def show():
    for (row,) in loader:
        print(row)


if __name__ == "__main__":
    # show()
    # print(len(loader))
