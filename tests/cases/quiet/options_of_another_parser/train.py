# forbid: LL304 as warning
# No code that adds `--workers` gets this parser. It runs on Windows, too.
import torch
from options import TrainOptions
from torch.utils.data import DataLoader, TensorDataset

options = TrainOptions().parse()
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(TensorDataset(torch.load("rows.pt")), shuffle=True, num_workers=options.workers)
for epoch in range(options.epochs):
    for (row,) in loader:
        optimizer.zero_grad()
        model(row).sum().backward()
        optimizer.step()
