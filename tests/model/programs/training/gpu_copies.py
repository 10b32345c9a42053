"""Copies of batches to the GPU: which ones make the program wait."""

import torch
from torch.utils.data import DataLoader

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
loader = DataLoader([1, 2], pin_memory=True)

for images, labels in loader:  #? loader: unknown
    images = images.to(device)  #? copies to the GPU and waits
    labels = labels.cuda(non_blocking=True)  #? copies to the GPU
    images.to("cuda")  # there already
    labels.to("cpu")
    images.float().cuda()


def move(batch):
    return {name: value.cuda() for name, value in batch.items()}  #? copies to the GPU and waits


for batch in loader:  #? loader: unknown
    batch = move(batch)

for batch in loader:  #? loader: unknown
    batch["image"].to(device, torch.float16, True)  #? copies to the GPU
    torch.zeros(3).cuda()
