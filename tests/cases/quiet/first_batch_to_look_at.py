# forbid: LL407
# The loop trains on another loader: this batch is looked at without gradients.
import torch
from torch.utils.data import DataLoader, TensorDataset

rows = TensorDataset(torch.load("rows.pt"))
loader, shown = DataLoader(rows, shuffle=True), DataLoader(rows)
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (row,) in loader:
        optimizer.zero_grad()
        model(row).sum().backward()
        optimizer.step()
    with torch.no_grad():
        (row,) = next(iter(shown))
        print(model(row))
