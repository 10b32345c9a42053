# expect: LL404, LL405 as advice
# One call builds both loaders, each from a dict of its own.
import torch
from torch.utils.data import DataLoader, TensorDataset

FOR_TRAINING = {"batch_size": 8, "shuffle": True}
FOR_EVALUATION = {"batch_size": 8, "shuffle": True, "drop_last": True}


def load(rows, options):
    return DataLoader(rows, **options)


rows = TensorDataset(torch.rand(100, 4), torch.rand(100, 1))
train = load(rows, FOR_TRAINING)
val = load(TensorDataset(torch.rand(30, 4), torch.rand(30, 1)), FOR_EVALUATION)
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(20):
    model.train()
    for x, y in train:
        optimizer.zero_grad()
        (model(x) - y).square().mean().backward()
        optimizer.step()
    model.eval()
    losses = 0
    with torch.no_grad():
        for x, y in val:
            losses += (model(x) - y).abs().mean().item()
    print(losses / len(val))
