# forbid: LL110 as warning
# expect: LL110 as advice
# What is loaded is what this very run saved, after training: nothing is resumed, and no held-out sample is trained on.
import torch
from torch.utils.data import DataLoader, TensorDataset, random_split

dataset = TensorDataset(torch.rand(100, 4), torch.rand(100, 1))
train, held_out = random_split(dataset, [80, 20])
train_loader = DataLoader(train, batch_size=8, shuffle=True)
test_loader = DataLoader(held_out, batch_size=8)
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
best = 1e9
for epoch in range(10):
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = (model(x) - y).square().mean()
        loss.backward()
        optimizer.step()
    if loss < best:
        best = loss
        torch.save(model.state_dict(), "best.pth")
model.load_state_dict(torch.load("best.pth"))
model.eval()
with torch.no_grad():
    print(sum((model(x) - y).square().sum() for x, y in test_loader))
