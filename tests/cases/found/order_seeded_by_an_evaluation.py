# expect: LL108
# The evaluation is seeded in every epoch, and with it the order of the next one.
import torch
from torch.utils.data import DataLoader


def evaluate(net, rows):
    torch.manual_seed(3)
    with torch.no_grad():
        for batch in DataLoader(rows, batch_size=8):
            print(net(batch + torch.randn(4)).sum())


rows = torch.rand(60, 4)
net = torch.nn.Linear(4, 4)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
loader = DataLoader(rows, batch_size=8, shuffle=True)
for epoch in range(10):
    for batch in loader:
        optimizer.zero_grad()
        net(batch).sum().backward()
        optimizer.step()
    evaluate(net, rows)
