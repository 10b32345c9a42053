# expect: LL101 as error
# The function trains as it stands.
import random

import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self):
        self.rng = random.Random(0)

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return torch.tensor([self.rng.random()])


def main():
    test = False
    model = torch.nn.Linear(1, 1)
    if not test:
        optimizer = torch.optim.SGD(model.parameters())
        for rows in DataLoader(Rows(), batch_size=4, num_workers=2):
            optimizer.zero_grad()
            model(rows).sum().backward()
            optimizer.step()
    else:
        print(model(torch.zeros(1, 1)))


if __name__ == "__main__":
    main()
