# expect: LL502
# The greatest of some numbers is above 0 if one of them is.
import os

import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(4, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
workers = max(1, (os.cpu_count() or 1) // 2)
loader = DataLoader(torch.rand(1000, 4), batch_size=64, shuffle=True, num_workers=workers)
for epoch in range(10):
    for rows in loader:
        optimizer.zero_grad()
        model(rows).sum().backward()
        optimizer.step()
