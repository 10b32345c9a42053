# expect: LL404, LL405 as advice
"""One call builds the loaders for training and for the test, of different datasets, and shuffles both."""

import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index, :8], self.rows[index, 8:]


def load(split):
    if split == "train":
        dataset = Rows(torch.randn(5000, 9))
    else:
        dataset = Rows(torch.randn(500, 9))
    return DataLoader(dataset, batch_size=64, shuffle=split != "plain", drop_last=True)


def evaluate(model, loader):
    model.eval()
    total = 0.0
    with torch.no_grad():
        for x, y in loader:
            total += (model(x) - y).square().sum().item()
    return total / len(loader.dataset)


def main():
    training, testing = load("train"), load("test")
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        model.train()
        for x, y in training:
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        print(evaluate(model, training))
    print(evaluate(model, testing))


if __name__ == "__main__":
    main()
