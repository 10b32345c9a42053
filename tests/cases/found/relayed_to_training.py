# expect: LL402
import torch
from torch.utils.data import DataLoader, DistributedSampler


def again(loader):
    while True:
        for rows in loader:
            yield rows


def main(model, optimizer, samples):
    loader = DataLoader(samples, batch_size=8, sampler=DistributedSampler(samples))
    rows = again(loader)
    for number in range(10_000):
        optimizer.zero_grad()
        model(next(rows)).mean().backward()
        optimizer.step()
