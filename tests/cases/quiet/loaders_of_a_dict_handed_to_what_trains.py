# forbid: LL405
# A function fills a dict with loaders, of which one is replaced by another, and hands it to an object that keeps it.
import torch
from torch.utils.data import DataLoader


class Runner:
    def __init__(self, model):
        self.model = model
        self.held = {}

    def set_loaders(self, loaders):
        self.held = loaders

    @torch.no_grad()
    def evaluate(self):
        self.model.eval()
        return sum(self.model(images).argmax(1).sum().item() for images in self.held["eval"])


def main():
    runner = Runner(torch.nn.Linear(4, 2))
    loaders = {}
    loaders["train"] = DataLoader(torch.rand(999, 4), batch_size=64, shuffle=True, drop_last=True)
    loaders["eval"] = DataLoader(torch.rand(99, 4), batch_size=64, drop_last=True)
    loaders["eval"] = DataLoader(torch.rand(99, 4), batch_size=64)
    runner.set_loaders(loaders)
    print(runner.evaluate())


main()
