# expect: LL404
# A class that is called after training builds the loader that it evaluates on, too.
import torch
from torch.utils.data import DataLoader, TensorDataset


def loaders():
    train_set, val_set = TensorDataset(torch.rand(64, 3)), TensorDataset(torch.rand(16, 3))
    return DataLoader(train_set, shuffle=True), DataLoader(val_set, shuffle=True)


class Trainer:
    def __init__(self):
        self.train_loader, self.val_loader = loaders()
        self.model = torch.nn.Linear(3, 1)
        self.optimizer = torch.optim.SGD(self.model.parameters())

    def fit(self):
        for _ in range(3):
            for (batch,) in self.train_loader:
                self.optimizer.zero_grad()
                self.model(batch).sum().backward()
                self.optimizer.step()
            self.validate()

    @torch.no_grad()
    def validate(self):
        print(torch.stack([self.model(batch).mean() for (batch,) in self.val_loader]).mean())


Trainer().fit()
