# forbid: LL403, a loop over a bar that gives the batches of the loader
import torch
from rich.progress import Progress
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(TensorDataset(torch.rand(100, 1)), batch_size=4, shuffle=True)
with Progress() as progress:
    for epoch in range(9):
        for (batch,) in progress.track(loader):
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()
