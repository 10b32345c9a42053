# expect: LL414
# The loader is replaced by one for ranks under another condition than that under which the model is wrapped.
import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset


def loader_of(options):
    data = TensorDataset(torch.rand(32, 4))
    loader = DataLoader(data, batch_size=4, shuffle=True)
    sampler = None
    if options.ranks == 1 and options.splits:
        sampler = DistributedSampler(data)
        loader = DataLoader(data, batch_size=4, sampler=sampler)
    return loader, sampler


def main(options):
    model = torch.nn.Linear(4, 1)
    loader, sampler = loader_of(options)
    if torch.cuda.device_count() > 1 and options.ranks == 1 and options.wraps:
        model = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        if sampler is not None:
            sampler.set_epoch(epoch)
        for (x,) in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
