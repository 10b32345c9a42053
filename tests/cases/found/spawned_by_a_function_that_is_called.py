# expect: LL502 as warning
# The program comes to it first.
import argparse
import sys

import torch
import torch.multiprocessing as mp
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


def train():
    loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, num_workers=4)
    for epoch in range(10):
        for batch in loader:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()


def spawn():
    mp.set_start_method("spawn", force=True)


if __name__ == "__main__":
    if torch.cuda.is_available():
        spawn()
    train()
