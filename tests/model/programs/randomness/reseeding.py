"""Item code that sets its stream back."""

import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Fixed(Dataset):
    def __getitem__(self, index):
        random.seed(0)  #? nothing: 0 to 0; sets Python's `random` back for every item
        return random.random()


class ByIndex(Dataset):
    def __getitem__(self, index):
        random.seed(index)  #? worker, item: ?
        np.random.seed(index + 1)  #? worker, item: ?
        return random.random() + np.random.rand()


class Own(Dataset):
    def __getitem__(self, index):
        rng = np.random.default_rng(7)  #? sets `rng` back for every item; rng: nothing that is seen, seeded
        return rng.normal()


class Unseeded(Dataset):
    def __getitem__(self, index):
        rng = np.random.default_rng()  #? rng: nothing that is seen, from the system
        return rng.normal()


class Generators(Dataset):
    def __getitem__(self, index):
        generator = torch.Generator()  #? sets `generator` back for every item; generator: nothing that is seen, seeded
        return torch.rand(3, generator=generator)


class FirstOnly(Dataset):
    def __init__(self):
        self.seeded = False

    def __getitem__(self, index):
        if not self.seeded:
            random.seed(3)  #? nothing: 3 to 3; sets Python's `random` back for the first item
            self.seeded = True
        return random.random()


class InEvaluation(Dataset):
    def __init__(self, train):
        self.train = train

    def __getitem__(self, index):
        if not self.train:
            random.seed(3)  #? nothing: 3 to 3
        return random.random()


class Restored(Dataset):
    def __getitem__(self, index):
        state = random.getstate()
        random.seed(3)  #? nothing: 3 to 3
        value = random.random()
        random.setstate(state)
        return value


class NoDraw(Dataset):
    def __getitem__(self, index):
        np.random.seed(3)  #? nothing: 3 to 3
        return random.random()


class Sampled(Dataset):
    def __init__(self, table):
        self.table = table

    def __getitem__(self, index):
        return self.table.sample(random_state=1)  #? sets `sample` back for every item


for dataset in (Fixed, ByIndex):
    DataLoader(dataset())
DataLoader(Own())
DataLoader(Unseeded())
DataLoader(Generators())
DataLoader(FirstOnly())
DataLoader(InEvaluation(undefined))
DataLoader(Restored())
DataLoader(NoDraw())
DataLoader(Sampled([1, 2]))
