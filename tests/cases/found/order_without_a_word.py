# expect: LL403 as warning
# No comment in the paragraph speaks of the option.
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
# shuffle=True needs a seed

rows = TensorDataset(torch.arange(100.0)[:, None])
loader = DataLoader(rows, batch_size=10)  # all of them
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
