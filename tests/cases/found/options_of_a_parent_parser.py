# expect: LL403
# Another parser, which is not seen, gives the options that are read.
import argparse

import torch
from common import common_parser
from torch.utils.data import DataLoader, TensorDataset

parser = argparse.ArgumentParser(parents=[common_parser()])
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
