# expect: LL503, LL412
# The batches of a cycled loader are trained on, and go to a GPU from memory that is not pinned.
from itertools import cycle

import torch
from torch.utils.data import DataLoader, TensorDataset

images = TensorDataset(torch.zeros(1000, 3))
loader = DataLoader(images, batch_size=8, shuffle=True, num_workers=2)
model = torch.nn.Linear(3, 1).cuda()
optimizer = torch.optim.SGD(model.parameters(), 0.1)

batches = cycle(loader)
for step in range(100_000):
    (batch,) = next(batches)
    model(batch.cuda()).mean().backward()
    optimizer.step()
