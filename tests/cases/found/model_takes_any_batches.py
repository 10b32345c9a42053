# expect: LL405 as warning
# The model takes batches of any size, and gives 64 numbers for each sample.
import torch
from torch.utils.data import DataLoader, TensorDataset

BATCH_SIZE = 64


class Net(torch.nn.Module):
    def __init__(self, number):
        super().__init__()
        self.number = number
        self.layers = torch.nn.ModuleList([torch.nn.Linear(8, 4)])

    def forward(self, rows):
        return self.layers[0](rows).repeat(1, self.number)


model = Net(64)
loader = DataLoader(TensorDataset(torch.zeros(1000, 8)), batch_size=BATCH_SIZE, drop_last=True)
model.eval()
total = 0.0
with torch.no_grad():
    for (rows,) in loader:
        total += model(rows).sum().item()
