# expect: LL403 as warning
# The settings that come with the program train on this loader.
import torch
import yaml
from torch.utils.data import DataLoader, TensorDataset

with open("settings.yaml") as file:
    settings = yaml.safe_load(file)
rows = TensorDataset(torch.load("rows.pt"))
loader = DataLoader(rows, batch_size=16, shuffle=True)
if settings["in_order"]:
    loader = DataLoader(rows, batch_size=16)
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
