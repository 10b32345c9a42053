# expect: LL403
# A group is handed on: code that is not seen adds the option that is read.
import argparse

import torch
from common import add_options
from torch.utils.data import DataLoader, TensorDataset

parser = argparse.ArgumentParser()
add_options(parser.add_argument_group("data"))
args = parser.parse_args()

data = TensorDataset(torch.rand(100, 1))
loader = DataLoader(data, batch_size=args.batch_size, num_workers=4, pin_memory=True)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
