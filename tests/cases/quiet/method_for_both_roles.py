# forbid: LL403, LL404, LL405
# One method for both roles: the flag sets the options, and the loop steps only when it is on.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, rows):
        self.rows = rows
        self.model = torch.nn.Linear(4, 1)
        self.optimizer = torch.optim.SGD(self.model.parameters(), 0.1)

    def loader(self, *, train):
        return DataLoader(self.rows, batch_size=8, shuffle=train, drop_last=train)

    def turn(self, loader, train):
        self.model.train(train)
        for (x,) in loader:
            loss = self.model(x).mean()
            if train:
                self.optimizer.zero_grad()
                loss.backward()
                self.optimizer.step()

    def run(self):
        train, held_out = self.loader(train=True), self.loader(train=False)
        for epoch in range(5):
            self.turn(train, True)
            with torch.no_grad():
                self.turn(held_out, False)


if __name__ == "__main__":
    Trainer(TensorDataset(torch.rand(64, 4))).run()
