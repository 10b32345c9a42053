# expect: LL403
# The name of the size gets another value, when the loader is long made.
import torch
from torch.utils.data import DataLoader, TensorDataset

batch_size = 8
loader = DataLoader(TensorDataset(torch.rand(60, 4)), batch_size=batch_size)
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(5):
    for (x,) in loader:
        batch_size = x.size(0)
        optimizer.zero_grad()
        (model(x).sum() / batch_size).backward()
        optimizer.step()
