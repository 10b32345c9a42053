# expect: LL403
# A loader class with an `__iter__` that moves batches, and leaves the order.
import random

import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self):
        self.rows = list(range(100))

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return torch.tensor([float(self.rows[index])])


class Batches(DataLoader):
    def __iter__(self):
        self.arrange()
        yield from super().__iter__()

    def arrange(self):
        print(random.random())


def main():
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters())
    batches = Batches(Rows(), batch_size=4)
    for epoch in range(10):
        for rows in batches:
            optimizer.zero_grad()
            model(rows).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
