# forbid: LL404, LL405
# One call takes the settings for training and for the evaluation.
import torch
import yaml
from torch.utils.data import DataLoader, TensorDataset

with open("conf.yaml") as file:
    cfg = yaml.safe_load(file)


def load(rows):
    return DataLoader(rows, **cfg["loader"])


rows = TensorDataset(torch.rand(100, 4), torch.rand(100, 1))
train = load(rows)
val = load(TensorDataset(torch.rand(30, 4), torch.rand(30, 1)))
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(20):
    model.train()
    for x, y in train:
        optimizer.zero_grad()
        (model(x) - y).square().mean().backward()
        optimizer.step()
    model.eval()
    losses = 0
    with torch.no_grad():
        for x, y in val:
            losses += (model(x) - y).abs().mean().item()
    print(losses / len(val))
