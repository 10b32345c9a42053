# forbid: LL312, LL201, LL501
"""What is set, and set again in the same branch: what was there before counts only where it is read in between."""

import torch
import torchvision
from torch.utils.data import DataLoader


class Pictures:
    def __init__(self, kind):
        if kind in ("train", "test"):
            self.rows = torchvision.datasets.CIFAR10("data", train=kind == "train")
            pictures, labels = self.rows.data, self.rows.targets
            self.rows = Rows(pictures, labels)


class Rows:
    def __init__(self, pictures, labels):
        self.pictures = pictures
        self.labels = labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return torch.from_numpy(self.pictures[index]), self.labels[index]


class Loaders:
    def __init__(self, rows):
        self.workers = 4
        self.training = DataLoader(rows, batch_size=8, shuffle=True, num_workers=self.workers, persistent_workers=True)
        self.workers = 0
        self.testing = DataLoader(rows, batch_size=8, num_workers=self.workers)


def main():
    loaders = Loaders(Pictures("train").rows)
    model = torch.nn.Linear(32, 10)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        for x, y in loaders.training:
            loss = torch.nn.functional.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


if __name__ == "__main__":
    main()
