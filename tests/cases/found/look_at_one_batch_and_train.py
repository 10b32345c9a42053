# expect: LL107
# The loader that is looked at is trained on as well.
import torch
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(TensorDataset(torch.rand(1000, 4)), batch_size=8, shuffle=True)
print(next(iter(loader))[0].shape)
for _ in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
