# forbid: LL502
# As in `workers_for_the_cores_of_a_task`, but the variable may say that there are none.
import os

import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder

loader = DataLoader(ImageFolder("images"), shuffle=True, num_workers=int(os.environ["WORKERS"]))
model = torch.nn.Flatten()
optimizer = torch.optim.SGD([torch.zeros(1)])
if __name__ == "__main__":
    for epoch in range(20):
        for batch, _ in loader:
            optimizer.zero_grad()
            model(batch).mean().backward()
            optimizer.step()
