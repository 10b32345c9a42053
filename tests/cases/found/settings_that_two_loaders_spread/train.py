# expect: LL404, LL405 as advice
# Whoever spreads the settings for the evaluation can set these options otherwise.
import torch
import yaml
from torch.utils.data import DataLoader, TensorDataset

with open("conf.yaml") as file:
    cfg = yaml.safe_load(file)

rows = TensorDataset(torch.rand(100, 4), torch.rand(100, 1))
train = DataLoader(rows, **cfg["loader"])
val = DataLoader(TensorDataset(torch.rand(30, 4), torch.rand(30, 1)), **cfg["loader"])
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
