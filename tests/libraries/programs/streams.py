import random

import accelerate.utils
import cv2
import imgaug
import numpy as np
import skimage.util
import torch
import transformers
from lightning.pytorch import seed_everything
from monai.utils import set_determinism
from torch.utils.data import Dataset


class Numpy(Dataset):
    def __init__(self):
        self.made = np.random.default_rng()
        self.wrapped = np.random.Generator(np.random.PCG64())
        self.legacy = np.random.RandomState()

    def __getitem__(self, index):
        np.random.seed(index)  #? seeds numpy
        np.random.set_state(self.state)
        np.random.get_bit_generator()
        np.random.set_bit_generator(self.generator)
        np.random.shuffle(self.items)  #? draws numpy
        noise = np.random.normal()  #? draws numpy
        noise += self.made.normal()  #? draws object
        noise += self.wrapped.normal()  #? draws object
        noise += self.legacy.normal()  #? draws object
        return skimage.util.random_noise(noise)  #? draws numpy


class Python(Dataset):
    def __init__(self):
        self.rng = random.Random()

    def __getitem__(self, index):
        random.seed(index)  #? seeds python
        random.setstate(self.state)
        random.shuffle(self.items)  #? draws python
        random.sample(self.items, 2)  #? draws python
        return random.random() + self.rng.random()  #? draws object, draws python


class Torch(Dataset):
    def __init__(self):
        self.generator = torch.Generator()

    def __getitem__(self, index):
        torch.manual_seed(index)  #? seeds torch
        return [
            torch.rand(2),  #? draws torch
            torch.randn(2),  #? draws torch
            torch.randint(9, (2,)),  #? draws torch
            torch.randperm(2),  #? draws torch
            torch.rand_like(self.item),  #? draws torch
            torch.randn_like(self.item),  #? draws torch
            torch.randint_like(self.item, 9),  #? draws torch
            torch.normal(self.item),  #? draws torch
            torch.bernoulli(self.item),  #? draws torch
            torch.multinomial(self.item, 2),  #? draws torch
            torch.poisson(self.item),  #? draws torch
            torch.rand(2, generator=self.generator),  #? draws object
        ]


class Others(Dataset):
    def __getitem__(self, index):
        cv2.setRNGSeed(index)  #? seeds opencv
        imgaug.seed(index)  #? seeds imgaug
        set_determinism(index)  #? seeds numpy, seeds python, seeds torch
        seed_everything(index)  #? seeds numpy, seeds python, seeds torch
        transformers.set_seed(index)  #? seeds numpy, seeds python, seeds torch
        accelerate.utils.set_seed(index)  #? seeds numpy, seeds python, seeds torch
        cv2.randu(self.item, 0, 9)  #? draws opencv
        cv2.randn(self.item, 0, 9)  #? draws opencv
        cv2.randShuffle(self.item)  #? draws opencv
        return self.item
#---
# silent: LL106
import random

import numpy as np
import torch
from torch.utils.data import Dataset


class NumpyPutBack(Dataset):
    def __getitem__(self, index):
        state = np.random.get_state()
        np.random.seed(0)  #? seeds numpy
        noise = np.random.normal()  #? draws numpy
        np.random.set_state(state)
        return noise


class PythonPutBack(Dataset):
    def __getitem__(self, index):
        state = random.getstate()
        random.seed(0)  #? seeds python
        noise = random.random()  #? draws python
        random.setstate(state)
        return noise


class TorchPutBack(Dataset):
    def __getitem__(self, index):
        state = torch.get_rng_state()
        torch.manual_seed(0)  #? seeds torch
        noise = torch.rand(2)  #? draws torch
        torch.set_rng_state(state)
        return noise


class Forked(Dataset):
    def __getitem__(self, index):
        with torch.random.fork_rng():
            torch.manual_seed(0)  #? seeds torch
            return torch.rand(2)  #? draws torch
#---
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, rng):
        self.rng = rng

    def __getitem__(self, index):
        return self.rng.normal()  #? draws object


loader = DataLoader(Noisy(np.random.Generator(np.random.MT19937())), num_workers=2)  #? LL101 error, LL101 warning, loader, numbered, over Noisy, repaired
loader = DataLoader(Noisy(np.random.Generator(np.random.PCG64())), num_workers=2)  #? LL101 error, loader, numbered, over Noisy, repaired
loader = DataLoader(Noisy(np.random.Generator(np.random.PCG64DXSM())), num_workers=2)  #? LL101 error, loader, numbered, over Noisy, repaired
loader = DataLoader(Noisy(np.random.Generator(np.random.Philox())), num_workers=2)  #? LL101 error, loader, numbered, over Noisy, repaired
loader = DataLoader(Noisy(np.random.Generator(np.random.SFC64())), num_workers=2)  #? LL101 error, loader, numbered, over Noisy, repaired
#---
import torch
from torch.utils.data import Dataset


class ByTheGlobalOne(Dataset):
    def __getitem__(self, index):
        return torch.rand(2, generator=torch.default_generator)  #? draws torch
