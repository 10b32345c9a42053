# forbid: LL403, LL404, LL405
# The flag is kept on the object that makes the loader.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Source:
    def __init__(self, rows, fit):
        self.rows = rows
        self.fit = fit

    def loader(self):
        if self.fit:
            return DataLoader(self.rows, batch_size=8, shuffle=True, drop_last=True)
        return DataLoader(self.rows, batch_size=8)


def main():
    rows = TensorDataset(torch.rand(64, 4))
    train, held_out = Source(rows, True).loader(), Source(rows, False).loader()
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        for (x,) in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
        with torch.no_grad():
            print(sum(model(x).mean() for (x,) in held_out))


if __name__ == "__main__":
    main()
