# forbid: LL414, rows of a hub of which each rank has its part
import os

import torch
import torch.distributed as dist
from datasets import load_dataset
from datasets.distributed import split_dataset_by_node
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader

dist.init_process_group("gloo")
model = DistributedDataParallel(torch.nn.Linear(8, 2))
optimizer = torch.optim.SGD(model.parameters())

rows = split_dataset_by_node(load_dataset("digits", split="train"), int(os.environ["PART"]), 2)
loader = DataLoader(rows, batch_size=8, shuffle=True)
for epoch in range(3):
    for batch in loader:
        optimizer.zero_grad()
        model(batch["input"]).sum().backward()
        optimizer.step()
