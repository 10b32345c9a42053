"""What hangs on a dataset, and the code that leads there from it."""

import numpy as np
import torch
from torch.utils.data import ConcatDataset, DataLoader, Dataset, Subset, random_split
from torchvision import transforms


class Noise:
    def __init__(self):
        self.rng = np.random.default_rng()


class Images(Dataset):
    def __init__(self, transform=None, cached=False):
        self.transform = transform
        self.generators = [torch.Generator(), torch.Generator()]
        self.streams = {"crop": np.random.default_rng()}
        if cached:
            self.cache = dict()
        self.__private = Noise()

    def __getitem__(self, index):
        return index


class Small(Dataset):
    scale = 2

    def __init__(self, noise):
        self.noise = noise


DataLoader(Images())  #? holds=dataset: Images(), .generators[0]: torch.Generator(), .generators[1]: torch.Generator(), .streams["crop"]: numpy.random.default_rng()
DataLoader(Small(Noise()))  #? holds=dataset: Small(), .noise: Noise(), .noise.rng: numpy.random.default_rng()
DataLoader(Subset(Small(Noise()), [0]))  #? holds=dataset: torch.utils.data.Subset(), .dataset: Small(), .dataset.noise: Noise(), .dataset.noise.rng: numpy.random.default_rng()
DataLoader(Small(transforms.Compose([Noise()])))  #? holds=dataset: Small(), .noise: torchvision.transforms.Compose(), .noise.transforms[0]: Noise(), .noise.transforms[0].rng: numpy.random.default_rng()
DataLoader(ConcatDataset([Small(Noise())]))  #? holds=dataset: torch.utils.data.ConcatDataset(), .datasets[0]: Small(), .datasets[0].noise: Noise(), .datasets[0].noise.rng: numpy.random.default_rng()
DataLoader(random_split(Small(Noise()), [8, 2])[0])  #? holds=.dataset: Small(), .dataset.noise: Noise(), .dataset.noise.rng: numpy.random.default_rng()
