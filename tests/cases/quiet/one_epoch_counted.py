# forbid: LL108, LL502
# `range(1, 2)` and a bound kept on an object: one turn.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Run:
    def __init__(self):
        self.first, self.last = 1, 1

    def fit(self, rows):
        train = DataLoader(rows, batch_size=8, shuffle=True, num_workers=2)
        model = torch.nn.Linear(4, 1)
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
        for epoch in range(self.first, self.last + 1):
            torch.manual_seed(3)
            for (x,) in train:
                optimizer.zero_grad()
                model(x).mean().backward()
                optimizer.step()


if __name__ == "__main__":
    Run().fit(TensorDataset(torch.rand(64, 4)))
