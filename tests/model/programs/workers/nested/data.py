import torch
from torch.utils.data import Dataset


class Base(Dataset):  #? calls what is not seen  # in this file alone
    def __init__(self, transform=None):
        self.transform = transform

    def __getitem__(self, index):
        return self.transform(torch.randn(3)) if self.transform else index  #? draws from torch's global RNG, something that is not known  # could be certain


class Pairs(Dataset):
    def __init__(self, base):
        self.base = base

    def __getitem__(self, index):
        return self.base[index], self.base[index + 1]
