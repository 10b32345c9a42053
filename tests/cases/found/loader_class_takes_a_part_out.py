# expect: LL403 as warning
# The loader's own class takes a part out of the batches.
import torch
from torch.utils.data import DataLoader, Dataset


class Three(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index], index, 0


class Pairs(DataLoader):
    def __iter__(self):
        for x, y, _ in super().__iter__():
            yield x, y


def train(rows):
    loader = Pairs(Three(rows), batch_size=4)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for _ in range(5):
        for x, y in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    train(torch.load("rows.pt"))
