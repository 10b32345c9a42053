# expect: LL403
# A function of the program called `parse_args` sets more than its parser knows.
import argparse

import torch
from common import load
from torch.utils.data import DataLoader, TensorDataset


def parse_args():
    parser = argparse.ArgumentParser()
    parser.add_argument("--config")
    options = parser.parse_args()
    for key, value in load(options.config).items():
        setattr(options, key, value)
    return options


args = parse_args()

data = TensorDataset(torch.rand(100, 1))
loader = DataLoader(data, batch_size=args.batch_size, num_workers=4, pin_memory=True)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
