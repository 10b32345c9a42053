# forbid: LL504
# Memory is pinned for a kind of device that is not the one in use.
import torch
from torch.utils.data import DataLoader, TensorDataset


def get_device():
    return torch.device("cuda", 0)


device = get_device()
data = TensorDataset(torch.zeros(1000, 3))
loader = DataLoader(data, batch_size=8, shuffle=True, num_workers=2, pin_memory=str(device).startswith("cpu"))
model = torch.nn.Linear(3, 1).to(device)
optimizer = torch.optim.SGD(model.parameters(), 0.1)

for epoch in range(10):
    for (batch,) in loader:
        model(batch.to(device)).mean().backward()
        optimizer.step()
