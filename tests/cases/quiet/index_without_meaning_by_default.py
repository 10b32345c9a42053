# forbid: LL403
"""Unless an option says otherwise, samples are drawn at random, whatever the index."""

import argparse

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Rays(Dataset):
    def __init__(self, split):
        self.split = split
        self.rays = np.zeros((100, 5), dtype=np.float32)

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        if self.split.startswith("train"):
            return self.rays[np.random.choice(100)]
        else:
            return self.rays[index]


parser = argparse.ArgumentParser()
parser.add_argument("--split", default="train", choices=["train", "test"])
options = parser.parse_args()
model = torch.nn.Linear(5, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loader = DataLoader(Rays(options.split), batch_size=4)
for epoch in range(100):
    for rays in loader:
        loss = model(rays).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
