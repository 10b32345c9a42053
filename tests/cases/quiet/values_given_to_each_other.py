# forbid: LL403
# Two names of a function are given each other: such a program raises, and following them would never end.
import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.zeros(8))


def train(epoch):
    size = other
    other = size
    loader = DataLoader(data, batch_size=size, num_workers=2)
    for batch in loader:
        print(epoch, batch)


if __name__ == "__main__":
    for epoch in range(3):
        train(epoch)
