# forbid: LL416
# The other branch trains another part of the model: no batch is skipped.
import torch
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(torch.rand(64, 2)), batch_size=4, shuffle=True)
model = torch.nn.Linear(2, 1)
critic = torch.nn.Linear(2, 1)
optimizer = torch.optim.SGD([*model.parameters(), *critic.parameters()], lr=0.1)
state = torch.load("last.pt")
every, epoch = state["every"], state["epoch"]
for _ in range(epoch, 3):
    for step, (x,) in enumerate(loader):
        if step % every != 0 and step < every:
            critic(x).mean().backward()
            optimizer.step()
            continue
        optimizer.zero_grad()
        model(x).mean().backward()
        optimizer.step()
