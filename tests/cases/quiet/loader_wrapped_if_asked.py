# forbid: LL402, LL403
# What is iterated may be what an unseen library made of the loader: that may order and shuffle anew.
import sys

import torch
from torch.utils.data import DataLoader, TensorDataset
from unseen import as_loader

loader = DataLoader(TensorDataset(torch.arange(100.0)), batch_size=8)
if "--wrap" in sys.argv:
    loader = as_loader(loader)
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
