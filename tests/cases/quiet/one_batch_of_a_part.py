# forbid: LL403
# One batch holds all samples, however many of them are left: their order is nothing.
import torch
from torch.utils.data import DataLoader, Dataset


class Pairs(Dataset):
    def __init__(self, x, y):
        self.x = x
        self.y = y
        self.n_samples = len(y)

    def __getitem__(self, index):
        return self.x[index], self.y[index]

    def __len__(self):
        return self.n_samples


x, y = torch.load("a.pt")
half = int(len(x) / 2)
x, y = x[:half], y[:half]
dataset = Pairs(x, y)
loader = DataLoader(dataset=dataset, batch_size=len(dataset), num_workers=0)
model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(10):
    for a, b in loader:
        optimizer.zero_grad()
        (model(a) - b).mean().backward()
        optimizer.step()
