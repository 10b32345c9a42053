# forbid: LL402
# The generator that never ends measures how fast an evaluation is; its order is no matter.
import torch
from torch.utils.data import DataLoader, DistributedSampler


def again(loader):
    while True:
        for rows in loader:
            yield rows


def evaluate(model, loader):
    model.eval()
    with torch.no_grad():
        return sum(model(rows).mean() for rows in loader)


def measure(model, loader, count):
    rows = again(loader)
    model.eval()
    for number in range(count):
        with torch.no_grad():
            model(next(rows))


def main(model, held_out, measured):
    loader = DataLoader(held_out, batch_size=8, sampler=DistributedSampler(held_out))
    if measured:
        measure(model, loader, 100)
    print(evaluate(model, loader))
