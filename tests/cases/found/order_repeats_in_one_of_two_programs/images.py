import torch
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset


def loader_of_images():
    dataset = TensorDataset(torch.zeros(1000, 3))
    sampler = DistributedSampler(dataset)
    return DataLoader(dataset, sampler=sampler, num_workers=4), sampler
