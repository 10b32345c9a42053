# forbid: LL404
# The sampler of several processes takes the samples of an evaluation in order.
import argparse

import torch
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

parser = argparse.ArgumentParser()
parser.add_argument("--distributed", action="store_true")
args = parser.parse_args()
model = torch.nn.Linear(3, 1)
held_out = TensorDataset(torch.ones(64, 3), torch.ones(64, 1))
sampler = DistributedSampler(held_out, shuffle=False) if args.distributed else None
loader = DataLoader(held_out, batch_size=8, shuffle=False, sampler=sampler)

model.eval()
total = 0.0
with torch.no_grad():
    for inputs, targets in loader:
        total += torch.nn.functional.mse_loss(model(inputs), targets).item()
print(total)
