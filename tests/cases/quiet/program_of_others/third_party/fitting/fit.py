# expect: LL403 as advice
# A program that came with the code of others.
import torch
from torch.utils.data import DataLoader, TensorDataset

rows = TensorDataset(torch.load("rows.pt"))
loader = DataLoader(rows, batch_size=16)
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
