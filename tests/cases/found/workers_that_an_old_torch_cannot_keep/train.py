# expect: LL502 as advice
# Torch 1.6 cannot keep workers: the help names one that can, and nothing is fixed.
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, num_workers=4)
for epoch in range(10):
    for batch in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
