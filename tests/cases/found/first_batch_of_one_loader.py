# expect: LL407, LL403
# Every turn begins the same loader of the list.
import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.rand(100, 1))
loaders = [DataLoader(data, batch_size=50, num_workers=4), DataLoader(data, num_workers=4)]
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
for _ in range(10):
    chosen = loaders[0]
    print(next(iter(chosen)))
for _ in range(10):
    for (batch,) in loaders[1]:
        model(batch).sum().backward()
        optimizer.step()
