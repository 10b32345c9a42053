# forbid: LL414
# The other loader is built where there are no ranks, and the model that is wrapped needs some.
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Sampler, TensorDataset


class Parts(Sampler):
    def __init__(self, data):
        self.data = data

    def __iter__(self):
        return iter(range(dist.get_rank(), len(self.data), dist.get_world_size()))


def make(data, distributed):
    if distributed:
        loader = DataLoader(data, batch_size=4, sampler=Parts(data))
    else:
        loader = DataLoader(data, batch_size=4, shuffle=True)
    return loader


def main():
    loader = make(TensorDataset(torch.rand(32, 4)), dist.is_initialized())
    model = DistributedDataParallel(torch.nn.Linear(4, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        for (x,) in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
