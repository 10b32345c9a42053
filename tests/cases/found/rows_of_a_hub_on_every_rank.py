# expect: LL414, rows of a hub that every rank reads all of
import torch
import torch.distributed as dist
from datasets import load_dataset
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader

dist.init_process_group("gloo")
model = DistributedDataParallel(torch.nn.Linear(8, 2))
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(load_dataset("digits", split="train"), batch_size=8, shuffle=True)
for epoch in range(3):
    for batch in loader:
        optimizer.zero_grad()
        model(batch["input"]).sum().backward()
        optimizer.step()
