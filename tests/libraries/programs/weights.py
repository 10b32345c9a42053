import collections

import numpy as np
import torch
from sklearn.utils.class_weight import compute_class_weight
from torch.utils.data import DataLoader, Subset, TensorDataset, WeightedRandomSampler


def as_many(data, rows):
    weights = torch.tensor(rows)
    sampler = WeightedRandomSampler(weights, len(rows), False)  #? LL418 error
    for batch in DataLoader(data, sampler=sampler):  #? loader, shuffled, uses
        pass
    weights = torch.as_tensor(rows)
    sampler = WeightedRandomSampler(weights, len(rows), False)  #? LL418 error
    for batch in DataLoader(data, sampler=sampler):  #? loader, shuffled, uses
        pass
    weights = torch.from_numpy(rows)
    sampler = WeightedRandomSampler(weights, len(rows), False)  #? LL418 error
    for batch in DataLoader(data, sampler=sampler):  #? loader, shuffled, uses
        pass
    weights = torch.Tensor(rows)
    sampler = WeightedRandomSampler(weights, len(rows), False)  #? LL418 error
    for batch in DataLoader(data, sampler=sampler):  #? loader, shuffled, uses
        pass
    weights = torch.FloatTensor(rows)
    sampler = WeightedRandomSampler(weights, len(rows), False)  #? LL418 error
    for batch in DataLoader(data, sampler=sampler):  #? loader, shuffled, uses
        pass
    weights = torch.DoubleTensor(rows)
    sampler = WeightedRandomSampler(weights, len(rows), False)  #? LL418 error
    for batch in DataLoader(data, sampler=sampler):  #? loader, shuffled, uses
        pass
    weights = torch.LongTensor(rows)
    sampler = WeightedRandomSampler(weights, len(rows), False)  #? LL418 error
    for batch in DataLoader(data, sampler=sampler):  #? loader, shuffled, uses
        pass
    weights = np.array(rows)
    sampler = WeightedRandomSampler(weights, len(rows), False)  #? LL418 error
    for batch in DataLoader(data, sampler=sampler):  #? loader, shuffled, uses
        pass
    weights = np.asarray(rows)
    sampler = WeightedRandomSampler(weights, len(rows), False)  #? LL418 error
    for batch in DataLoader(data, sampler=sampler):  #? loader, shuffled, uses
        pass


def of_size(rows):
    data = TensorDataset(torch.rand(9))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.randn(9))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.randperm(9))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.zeros(9, 3))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.ones(9))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.empty((9, 3)))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.full((9,), 1))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.arange(9))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset([0] * 9)
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.tensor(range(9)))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.randint(0, 2, (9,)))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.tensor(np.random.rand(9, 3)))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.tensor(np.random.randn(9)))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.tensor(np.random.randint(0, 2, 9)))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    data = TensorDataset(torch.tensor([0] * 4 + [1] * 5))
    yield DataLoader(data, sampler=WeightedRandomSampler([0.5, 0.5], 9))  #? loader, shuffled, numbered, LL418 error
    part = Subset(data, rows)
    sampler = WeightedRandomSampler(weights_of(part), len(rows), False)  #? LL418 warning
    yield DataLoader(part, sampler=sampler)  #? loader, shuffled, numbered


def for_each_class(data, labels):
    counts = torch.bincount(labels)
    yield DataLoader(data, sampler=WeightedRandomSampler(counts, len(labels)))  #? loader, shuffled, LL418 error
    counts = torch.unique(labels, return_counts=True)[1]
    yield DataLoader(data, sampler=WeightedRandomSampler(counts, len(labels)))  #? loader, shuffled, LL418 error
    counts = np.bincount(labels)
    yield DataLoader(data, sampler=WeightedRandomSampler(counts, len(labels)))  #? loader, shuffled, LL418 error
    counts = np.unique(labels, return_counts=True)[1]
    yield DataLoader(data, sampler=WeightedRandomSampler(counts, len(labels)))  #? loader, shuffled, LL418 error
    counts = collections.Counter(labels).values()
    yield DataLoader(data, sampler=WeightedRandomSampler(counts, len(labels)))  #? loader, shuffled, LL418 error
    counts = compute_class_weight("balanced", classes=[0, 1], y=labels)
    yield DataLoader(data, sampler=WeightedRandomSampler(counts, len(labels)))  #? loader, shuffled, LL418 error
