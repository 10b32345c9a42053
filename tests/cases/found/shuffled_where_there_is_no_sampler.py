# expect: LL107
"""On one GPU the loader shuffles, on several a sampler deals out the samples; the seed is set by a helper's helper."""

import random

import torch
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset


def seed_all(seed):
    random.seed(seed)
    torch.manual_seed(seed)


def prepare(seed):
    torch.backends.cudnn.benchmark = True
    seed_all(seed)


def main(gpus):
    prepare(17)
    dataset = TensorDataset(torch.zeros(1000, 3))
    sampler, shuffle = None, True
    if gpus > 1:
        sampler, shuffle = DistributedSampler(dataset), False
    loader = DataLoader(dataset, batch_size=8, shuffle=shuffle, sampler=sampler)
    model = torch.nn.Linear(3, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(100):
        for (batch,) in loader:
            loss = model(batch).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


main(torch.cuda.device_count())
