# expect: LL101
# The list of transforms is filled step by step: one of those that are put into it keeps an RNG.
import random

import torch
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Scaled:
    def __init__(self):
        self.rng = random.Random(0)

    def __call__(self, image):
        return image * self.rng.random()


def pipeline(training):
    steps = []
    if training:
        steps.append(Scaled())
    steps += [transforms.Normalize(0.5, 0.5)]
    return transforms.Compose(steps)


class Images(Dataset):
    def __init__(self, paths, transform):
        self.paths = paths
        self.transform = transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        return self.transform(torch.load(self.paths[index]))


loader = DataLoader(Images(["a.pt", "b.pt"], pipeline(training=True)), batch_size=4, num_workers=4)
