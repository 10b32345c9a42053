# forbid: LL107
# Loaders take generators from torch 1.6 on.
import torch
from torch.utils.data import DataLoader

torch.manual_seed(0)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, num_workers=4)
for epoch in range(10):
    for batch in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
