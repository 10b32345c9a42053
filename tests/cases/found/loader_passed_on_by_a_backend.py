# expect: LL403
# One backend gives the loader on as it is, another what an unseen library makes of it.
import sys

import torch
from torch.utils.data import DataLoader, TensorDataset
from unseen import as_loader


def distribute(loader, backend):
    if backend == "unseen":
        return as_loader(loader)
    return loader


loader = DataLoader(TensorDataset(torch.arange(100.0)), batch_size=8)
loader = distribute(loader, sys.argv[1])
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
