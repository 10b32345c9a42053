# expect: LL502
# Each look-up has a default, and goes one step further into the settings: they say that there are two workers.
import torch
import yaml
from torch.utils.data import DataLoader, TensorDataset


def loader_of(config):
    stage = config.get("run", {}).get("stages", {}).get("first", {})
    options = stage.get("data", {}).get("loader", {})
    workers = options.get("workers", 0)
    return DataLoader(TensorDataset(torch.load("rows.pt")), shuffle=True, num_workers=workers)


def train(path):
    with open(path) as file:
        settings = yaml.safe_load(file)
    loader = loader_of(settings)
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters())
    for _ in range(10):
        for (batch,) in loader:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()


train("settings.yaml")
