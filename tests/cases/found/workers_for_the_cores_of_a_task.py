# expect: LL502
# A scheduler gives each task one core at least.
import os

import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder

loader = DataLoader(ImageFolder("images"), shuffle=True, num_workers=int(os.environ["SLURM_CPUS_PER_TASK"]))
model = torch.nn.Flatten()
optimizer = torch.optim.SGD([torch.zeros(1)])
if __name__ == "__main__":
    for epoch in range(20):
        for batch, _ in loader:
            optimizer.zero_grad()
            model(batch).mean().backward()
            optimizer.step()
