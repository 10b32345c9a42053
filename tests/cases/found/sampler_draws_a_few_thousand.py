# expect: LL502
# One pass is over long before the run is.
import torch
from torch.utils.data import DataLoader, RandomSampler, TensorDataset

rows = TensorDataset(torch.rand(64, 4))
sampler = RandomSampler(rows, replacement=True, num_samples=int(1e3))
loader = DataLoader(rows, batch_size=8, sampler=sampler, num_workers=2)
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
batches = iter(loader)
step = 0
while step < 1000:
    try:
        (x,) = next(batches)
    except StopIteration:
        batches = iter(loader)
        (x,) = next(batches)
    optimizer.zero_grad()
    model(x).mean().backward()
    optimizer.step()
    step += 1
