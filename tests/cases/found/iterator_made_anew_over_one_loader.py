# expect: LL502
# Each new iterator starts the workers of one and the same loader.
import torch
from torch.utils.data import DataLoader, TensorDataset

images = TensorDataset(torch.rand(1000, 8))
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(images, batch_size=10, shuffle=True, num_workers=2)
per_epoch = 100
for number in range(1000):
    if number % per_epoch == 0:
        batches = iter(loader)
    (batch,) = next(batches)
    optimizer.zero_grad()
    model(batch).sum().backward()
    optimizer.step()
