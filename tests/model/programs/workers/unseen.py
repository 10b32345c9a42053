"""Item code that calls what is not seen."""

import random

from torch.utils.data import DataLoader, Dataset


class Given(Dataset):  #? calls what is not seen
    def __init__(self, transform):
        self.transform = transform

    def __getitem__(self, index):
        return self.transform(index)


class Known(Dataset):
    def __init__(self, transform):
        self.transform = transform

    def __getitem__(self, index):
        return self.transform(index)


def shift(image):
    return image + random.random()  #? draws from Python's `random`


DataLoader(Known(shift))
