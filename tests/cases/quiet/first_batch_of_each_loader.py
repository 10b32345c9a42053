# forbid: LL407, LL403
# Every turn takes another loader of the list: none is begun again.
import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.rand(100, 1))
loaders = [DataLoader(data, batch_size=50, num_workers=4), DataLoader(data, num_workers=4)]
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
for number in range(len(loaders)):
    print(next(iter(loaders[number])))
for number in range(len(loaders)):
    chosen = loaders[number]
    print(next(iter(chosen)))
for number in range(2):
    stage = loaders[number]
    for (batch,) in stage:
        model(batch).sum().backward()
        optimizer.step()
