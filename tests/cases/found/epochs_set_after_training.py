# expect: LL403
# The program sets one epoch when it has trained as the settings say.
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
    train(settings)
    settings.epochs = 1
    train(settings)
