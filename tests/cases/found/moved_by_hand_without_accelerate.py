# expect: LL504
# By default the loop itself copies the batches: accelerate moves them only if it is asked for.
import argparse

import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader, TensorDataset

parser = argparse.ArgumentParser()
parser.add_argument("--accelerate", action="store_true")
options = parser.parse_args()
loader = DataLoader(TensorDataset(torch.arange(100.0)), batch_size=8, shuffle=True, pin_memory=True)
model = torch.nn.Linear(8, 1).cuda()
optimizer = torch.optim.SGD(model.parameters(), 0.1)
if options.accelerate:
    loader, model, optimizer = Accelerator().prepare(loader, model, optimizer)
for epoch in range(10):
    for (batch,) in loader:
        if not options.accelerate:
            batch = batch.to("cuda")
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
