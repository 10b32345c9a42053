# expect: LL403
# Whichever of the two it is, the loop trains on its batches.
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, size):
        self.rows = torch.rand(100, size)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


net = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
loader = DataLoader(Rows(4), batch_size=10)
for epoch in range(10):
    if epoch % 5 == 4:
        loader = DataLoader(Rows(4), batch_size=20)
    for batch in loader:
        optimizer.zero_grad()
        net(batch).mean().backward()
        optimizer.step()
