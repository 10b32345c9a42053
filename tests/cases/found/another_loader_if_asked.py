# expect: LL403
# Another loader may be iterated in its place, but it has nothing of this one: without the option this one is.
import sys

import torch
from torch.utils.data import DataLoader, TensorDataset
from unseen import another_loader

loader = DataLoader(TensorDataset(torch.arange(100.0)), batch_size=8)
if "--another" in sys.argv:
    loader = another_loader()
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
