# expect: LL101
# The first round begins the sum, the others add to it: its parts are what the rounds make.
import argparse

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Noise(Dataset):
    def __init__(self, length):
        self.length = length
        self.stream = np.random.default_rng(0)

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        return self.stream.random(4, dtype=np.float32)


class Silence(Noise):
    def __getitem__(self, index):
        return np.zeros(4, dtype=np.float32)


parser = argparse.ArgumentParser()
parser.add_argument("--parts", nargs="+", default=["noise", "silence"])
whole = None
for name in parser.parse_args().parts:
    part = Noise(100) if name == "noise" else Silence(100)
    whole = part if whole is None else whole + part
loader = DataLoader(whole, batch_size=8, shuffle=True, num_workers=4)
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(10):
    for batch in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
