# expect: LL403 as advice
# Only with `--dry-run` does the program train on this loader.
import argparse

import torch
from torch.utils.data import DataLoader, TensorDataset

parser = argparse.ArgumentParser()
parser.add_argument("--dry-run", action="store_true")
args = parser.parse_args()
rows = TensorDataset(torch.load("rows.pt"))
if args.dry_run:
    loader = DataLoader(rows, batch_size=16)
else:
    loader = DataLoader(rows, batch_size=16, shuffle=True)
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
