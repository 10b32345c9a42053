# expect: LL404, LL405
# A library that wraps a loader and hands it back does nothing else with it: the evaluation is all there is.
import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader, TensorDataset

accelerator = Accelerator()
rows = TensorDataset(torch.rand(1000, 4), torch.rand(1000, 1))
loader = DataLoader(rows, batch_size=16, shuffle=True, drop_last=True)
valid = DataLoader(rows, batch_size=16, shuffle=True, drop_last=True)
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
model, optimizer, loader, valid = accelerator.prepare(model, optimizer, loader, valid)
for epoch in range(10):
    for x, y in loader:
        optimizer.zero_grad()
        accelerator.backward((model(x) - y).square().mean())
        optimizer.step()
    total = 0.0
    model.eval()
    with torch.no_grad():
        for x, y in valid:
            total += (model(x) - y).square().sum()
    model.train()
    print(total)
