# forbid: LL403
# Whether the function trains hangs on which loader it is given: it trains on the one that shuffles.
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())


def run(loader):
    if loader == train_loader:
        for (rows,) in loader:
            optimizer.zero_grad()
            model(rows).sum().backward()
            optimizer.step()
    else:
        with torch.no_grad():
            for (rows,) in loader:
                print(model(rows).sum())


train_loader = DataLoader(TensorDataset(torch.rand(1000, 8)), batch_size=64, shuffle=True)
test_loader = DataLoader(TensorDataset(torch.rand(100, 8)), batch_size=64)
for epoch in range(10):
    run(train_loader)
    run(loader=test_loader)
