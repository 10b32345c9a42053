"""What an item costs, and who decides the order."""

import random

import numpy as np
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision.datasets import MNIST, ImageFolder


class Files(Dataset):
    def __getitem__(self, index):
        return Image.open(f"{index}.png")  #? files are read or decoded here


class Memory(Dataset):
    def __init__(self):
        self.images = np.zeros((10, 3))

    def __getitem__(self, index):
        return self.images[index]


class Anything(Dataset):
    def __getitem__(self, index):
        return random.sample(range(10), 1)  #? draws from Python's `random`


class Redrawn(Dataset):
    def __getitem__(self, index):
        index = random.randrange(10)  #? draws from Python's `random`
        return index


DataLoader(Files())
DataLoader(Memory())
DataLoader(Anything())  #? orders its samples itself
DataLoader(Redrawn())  #? orders its samples itself
DataLoader(ImageFolder("images"))  #? files are read or decoded here
DataLoader(MNIST("images"))
