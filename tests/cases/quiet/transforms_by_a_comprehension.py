# forbid: LL101
# A comprehension makes a transform for each of some settings, and each call makes its RNG anew.
import random

import torch
from torch.utils.data import DataLoader, Dataset


class Scaled:
    def __init__(self, strength):
        self.strength = strength

    def __call__(self, image):
        return image * self.strength * random.Random().random()


class Images(Dataset):
    def __init__(self, paths, strengths):
        self.paths = paths
        self.transforms = [Scaled(strength) for strength in strengths]

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = torch.load(self.paths[index])
        for transform in self.transforms:
            image = transform(image)
        return image


loader = DataLoader(Images(["a.pt", "b.pt"], [1, 2]), batch_size=4, num_workers=4)
