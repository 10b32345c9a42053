# expect: LL403, LL502
# A method puts the loaders into a dict that the object keeps; other methods go through them.
import argparse

import torch
from torch.utils.data import DataLoader, TensorDataset
from tqdm import tqdm


class Processor:
    def __init__(self, options):
        self.options = options
        self.model = torch.nn.Linear(8, 1)
        self.optimizer = torch.optim.SGD(self.model.parameters())
        self.load_data()

    def load_data(self):
        self.loaders = dict()
        if self.options.phase == "train":
            self.loaders["train"] = DataLoader(TensorDataset(torch.load("train.pt")), num_workers=4)
        self.loaders["test"] = DataLoader(TensorDataset(torch.load("test.pt")), num_workers=4)

    def train(self, epoch):
        loader = self.loaders["train"]
        process = tqdm(loader)
        for number, (row,) in enumerate(process):
            self.optimizer.zero_grad()
            self.model(row).sum().backward()
            self.optimizer.step()

    def start(self):
        if self.options.phase == "train":
            for epoch in range(self.options.epochs):
                self.train(epoch)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--phase", default="train")
    parser.add_argument("--epochs", type=int, default=80)
    Processor(parser.parse_args()).start()
