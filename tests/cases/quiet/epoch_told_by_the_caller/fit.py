# forbid: LL402
# The program that calls this tells the sampler the epoch, by a function that it hands over.
import torch
from torch.utils.data import DataLoader, DistributedSampler


def fit(model, rows, epochs, before):
    sampler = DistributedSampler(rows)
    loader = DataLoader(rows, batch_size=8, sampler=sampler)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(epochs):
        before(loader, epoch)
        for x in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
