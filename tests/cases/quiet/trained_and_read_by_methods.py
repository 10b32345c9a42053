# forbid: LL404, LL405
# A method gives the loader; one method trains on it, another goes through it once more.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Run:
    def __init__(self, rows):
        self.rows = rows
        self.model = torch.nn.Linear(4, 1)
        self.optimizer = torch.optim.SGD(self.model.parameters(), 0.1)

    @property
    def feed(self):
        return DataLoader(self.rows, batch_size=8, shuffle=True, drop_last=True)

    def fit(self):
        for epoch in range(3):
            self.model.train()
            for (x,) in self.feed:
                self.optimizer.zero_grad()
                self.model(x).mean().backward()
                self.optimizer.step()

    @torch.no_grad()
    def features(self):
        self.model.eval()
        return [self.model(x) for (x,) in self.feed]


if __name__ == "__main__":
    run = Run(TensorDataset(torch.rand(60, 4)))
    run.fit()
    print(run.features())
