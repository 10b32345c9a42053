import torch
from loaders import make

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for rows in make(torch.rand(99, 3)):
        model(rows).sum().backward()
        optimizer.step()
