# expect: LL504
# One method takes a batch and gives it back, and the one that calls it waits for the copy to the GPU.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Batches:
    def __init__(self, loader):
        self.loader = loader
        self.iterator = iter(loader)

    def take(self):
        try:
            images, labels = next(self.iterator)
        except StopIteration:
            self.iterator = iter(self.loader)
            images, labels = next(self.iterator)
        return images, labels

    def __next__(self):
        images, labels = self.take()
        found = dict(images=images, labels=labels)
        return {name: part.cuda() for name, part in found.items()}


def train(model, loader):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    batches = Batches(loader)
    for step in range(10_000):
        batch = next(batches)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(batch["images"]), batch["labels"]).backward()
        optimizer.step()


if __name__ == "__main__":
    data = TensorDataset(torch.rand(1000, 4), torch.randint(2, (1000,)))
    train(torch.nn.Linear(4, 2).cuda(), DataLoader(data, batch_size=64, shuffle=True, num_workers=2, pin_memory=True))
