# expect: LL504
# Whether memory is pinned hangs on the kind of the device, which is a GPU where there is one.
import torch
from torch.utils.data import DataLoader, TensorDataset


def get_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


device = get_device()
data = TensorDataset(torch.zeros(1000, 3))
loader = DataLoader(data, batch_size=8, shuffle=True, num_workers=2, pin_memory=(device.type == "cuda"))
model = torch.nn.Linear(3, 1).to(device)
optimizer = torch.optim.SGD(model.parameters(), 0.1)

for epoch in range(10):
    for (batch,) in loader:
        model(batch.to(device)).mean().backward()
        optimizer.step()
