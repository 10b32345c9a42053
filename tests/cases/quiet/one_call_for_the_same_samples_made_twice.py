# forbid: LL404, LL405
"""One call builds the loaders for training and for a look at the same samples, which are made twice."""

import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, name):
        self.rows = torch.load(name)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index, :8], self.rows[index, 8:]


def load(rows):
    return DataLoader(rows, batch_size=64, shuffle=True, drop_last=True)


def main():
    training, again = load(Rows("rows.pt")), load(Rows("rows.pt"))
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        for x, y in training:
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    model.eval()
    with torch.no_grad():
        print(sum((model(x) - y).square().sum().item() for x, y in again))


if __name__ == "__main__":
    main()
