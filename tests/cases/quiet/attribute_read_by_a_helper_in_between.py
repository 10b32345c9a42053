# forbid: LL201, LL202, LL208, LL312
"""Code that runs between two settings of an attribute reads the first, or sets another one that is not seen."""

import torchvision
from settings import configure
from torch.utils.data import DataLoader
from torchvision import transforms


class Loaders:
    def __init__(self, rows):
        self.workers = 4
        self.training = self.build(rows)
        self.workers = 0

    def build(self, rows):
        return DataLoader(rows, batch_size=8, shuffle=True, num_workers=self.workers, persistent_workers=True, timeout=9)


class Pictures:
    def __init__(self):
        self.change = transforms.Compose([transforms.ToTensor()])
        self.rows = self.make()
        self.change = None

    def make(self):
        return torchvision.datasets.MNIST("data", transform=self.change)


class Configured:
    def __init__(self, rows):
        self.workers = 0
        configure(self)
        self.training = DataLoader(rows, batch_size=8, num_workers=self.workers, prefetch_factor=4)
        self.workers = 2


class Asked:
    def __init__(self, rows):
        self.workers = 4
        self.training = DataLoader(rows, batch_size=8, shuffle=True, **self.options)
        self.workers = 0

    @property
    def options(self):
        return {"num_workers": self.workers, "persistent_workers": True}


def main():
    rows = Pictures().rows
    for loaders in (Loaders(rows), Configured(rows), Asked(rows)):
        for batch in loaders.training:
            print(len(batch))


if __name__ == "__main__":
    main()
