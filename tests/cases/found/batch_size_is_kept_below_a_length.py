# expect: LL403
# A batch is the whole dataset only where that is smaller than a batch.
import torch
from torch.utils.data import DataLoader, TensorDataset


def loader_of(data, batch_size):
    return DataLoader(data, batch_size=min(batch_size, len(data)))


model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = loader_of(TensorDataset(torch.rand(64, 3)), 8)
for epoch in range(3):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
