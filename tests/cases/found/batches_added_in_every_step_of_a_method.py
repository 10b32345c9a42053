# expect: LL403
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __len__(self):
        return 800

    def __getitem__(self, index):
        return torch.full((3,), float(index)), torch.ones(1)


class Trainer:
    def __init__(self, train_loader, more_loader):
        self.train_loader, self.more_loader = train_loader, more_loader
        self.more = iter(more_loader)
        self.model = torch.nn.Linear(3, 1)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

    def turn(self, epoch):
        for step, (rows, wanted) in enumerate(self.train_loader):
            loss = (self.model(rows) - wanted).square().mean()
            try:
                held, target = next(self.more)
            except StopIteration:
                self.more = iter(self.more_loader)
                held, target = next(self.more)
            loss = loss + (self.model(held) - target).abs().mean()
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()

    def run(self, epochs):
        epoch = 0
        while epoch < epochs:
            self.turn(epoch)
            epoch += 1


def main():
    Trainer(DataLoader(Rows(), batch_size=4, shuffle=True), DataLoader(Rows(), batch_size=4)).run(10)


if __name__ == "__main__":
    main()
