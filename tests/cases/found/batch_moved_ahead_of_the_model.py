# expect: LL504
# An object takes the next batch ahead and moves it, attribute by attribute, while the model works on the one before.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Ahead:
    def __init__(self, loader):
        self.iterator = iter(loader)
        self.load()

    def load(self):
        self.images, self.labels = next(self.iterator, (None, None))
        if self.images is not None:
            self.images = self.images.cuda()
            self.labels = self.labels.cuda()

    def next(self):
        images, labels = self.images, self.labels
        self.load()
        return images, labels


if __name__ == "__main__":
    data = TensorDataset(torch.rand(1000, 4), torch.randint(2, (1000,)))
    loading = DataLoader(data, batch_size=64, shuffle=True, num_workers=2, persistent_workers=True, pin_memory=True)
    model = torch.nn.Linear(4, 2).cuda()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        ahead = Ahead(loading)
        images, labels = ahead.next()
        while images is not None:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(images), labels).backward()
            optimizer.step()
            images, labels = ahead.next()
