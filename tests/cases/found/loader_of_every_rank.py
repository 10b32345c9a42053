# expect: LL414
# Whether to shuffle decides which loader is built, and ranks may get this one.
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Sampler, TensorDataset


class Parts(Sampler):
    def __init__(self, data):
        self.data = data

    def __iter__(self):
        return iter(range(dist.get_rank(), len(self.data), dist.get_world_size()))


def make(data, shuffled):
    if not shuffled:
        loader = DataLoader(data, batch_size=4, sampler=Parts(data))
    else:
        loader = DataLoader(data, batch_size=4, shuffle=True)
    return loader


def main():
    loader = make(TensorDataset(torch.rand(32, 4)), True)
    model = DistributedDataParallel(torch.nn.Linear(4, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        for (x,) in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
