# expect: LL412
# forbid: LL403, LL502
# A cycled loader is gone through once, and its batches come again: its workers start once.
from itertools import cycle

import torch
from torch.utils.data import DataLoader, TensorDataset

images = TensorDataset(torch.zeros(1000, 3))
loader = DataLoader(images, batch_size=8, num_workers=2)
model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)

for step, (batch,) in enumerate(cycle(loader)):
    model(batch).mean().backward()
    optimizer.step()
    if step == 100_000:
        break
