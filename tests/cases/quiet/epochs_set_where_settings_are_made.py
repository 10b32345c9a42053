# forbid: LL403, LL502
# Whatever the settings say, the program sets one epoch before it trains.
import torch
from tools import Settings
from torch.utils.data import DataLoader, TensorDataset


def load(path):
    settings = Settings(path)
    return settings


def train(settings):
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), settings.rate)
    loader = DataLoader(TensorDataset(torch.arange(100.0)[:, None]))
    epochs = settings.epochs
    for epoch in range(epochs):
        for (batch,) in loader:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    settings = load("settings.yaml")
    settings.rate = 0.1
    settings.epochs = 1
    train(settings)
