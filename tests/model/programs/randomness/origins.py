"""Where RNG objects come from, and who keeps them."""

import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

RNG = random.Random()  #? RNG: a name of a module, from the system


class Images(Dataset):
    shared = np.random.default_rng(3)  #? Images.shared: an attribute of a class, seeded

    def __init__(self, rng):
        self.rng = rng
        self.generator = torch.Generator()  #? self.generator: an attribute of an object, seeded
        self.unused = random.Random()

    def __getitem__(self, index):
        RNG.random()
        self.shared.normal()
        self.rng.random()
        torch.rand(3, generator=self.generator)
        local = np.random.default_rng()  #? local: nothing that is seen, from the system
        return local.normal()


given = random.Random(1)  #? self.rng: an attribute of an object, seeded


class Bare(Dataset):
    stream = np.random.default_rng()  #? Bare.stream: an attribute of a class, from the system

    def __getitem__(self, index):
        return self.stream.normal()


DataLoader(Images(given))
DataLoader(Bare())
