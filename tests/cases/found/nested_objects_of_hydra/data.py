import h5py
import torch
from torch.utils.data import DataLoader, Dataset


class Stored(Dataset):
    def __init__(self, path, transform):
        self.file = h5py.File(path)
        self.transform = transform

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return self.transform(self.file["samples"][index])


class Repeated(Dataset):
    def __init__(self, datasets, collate, times):
        self.datasets = datasets
        self.collate = collate
        self.times = times

    def __len__(self):
        return 1000 * self.times

    def __getitem__(self, index):
        return self.datasets[index % len(self.datasets)][index % 1000]


def collate(samples, key):
    return torch.stack([sample[key] for sample in samples])


def loader_for(dataset, workers):
    return DataLoader(dataset, batch_size=8, shuffle=True, num_workers=workers, collate_fn=dataset.collate)
