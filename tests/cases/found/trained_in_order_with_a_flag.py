# expect: LL403 as warning
# Only with `--train` does the program train, but that is what it is for.
import argparse

import torch
from torch.utils.data import DataLoader, TensorDataset

parser = argparse.ArgumentParser()
parser.add_argument("--train", action="store_true")
args = parser.parse_args()
rows = TensorDataset(torch.load("rows.pt"))
if args.train:
    loader = DataLoader(rows, batch_size=16)
else:
    raise SystemExit("nothing to do")
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
