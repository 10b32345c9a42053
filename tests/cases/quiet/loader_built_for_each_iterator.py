# forbid: LL502
# The loop that takes the batches builds a loader for each new iterator: workers that are kept would end with it.
import torch
from torch.utils.data import DataLoader, TensorDataset

images = TensorDataset(torch.rand(1000, 8))
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())
per_epoch = 100
for number in range(1000):
    if number % per_epoch == 0:
        batches = iter(DataLoader(images, batch_size=10, shuffle=True, num_workers=2))
    (batch,) = next(batches)
    optimizer.zero_grad()
    model(batch).sum().backward()
    optimizer.step()
