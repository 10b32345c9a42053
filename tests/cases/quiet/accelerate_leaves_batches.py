# forbid: LL503
# Told to stay on the CPU, or to leave batches where they are; and a loader that is not prepared.
import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1)
options = {"cpu": True}
on_cpu, leaving, moving = Accelerator(**options), Accelerator(device_placement=False), Accelerator()
first = on_cpu.prepare(DataLoader(torch.rand(1000, 1), batch_size=8))
second = leaving.prepare(DataLoader(torch.rand(1000, 1), batch_size=8))
third = DataLoader(torch.rand(1000, 1), batch_size=8)
model = moving.prepare(model)
for loader in (first, second, third):
    for batch in loader:
        print(model(batch))
for batch in first:
    print(batch)
for batch in second:
    print(batch)
for batch in third:
    print(batch)
