# forbid: LL101
# The transform with an RNG is put into the list only if the user asks for it.
import argparse
import random

import torch
from torch.utils.data import DataLoader, Dataset


class Scaled:
    def __init__(self):
        self.rng = random.Random(0)

    def __call__(self, image):
        return image * self.rng.random()


def pipeline(options):
    steps = []
    if options.scale:
        steps.append(Scaled())
    return steps


class Images(Dataset):
    def __init__(self, paths, transforms):
        self.paths = paths
        self.transforms = transforms

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = torch.load(self.paths[index])
        for transform in self.transforms:
            image = transform(image)
        return image


parser = argparse.ArgumentParser()
parser.add_argument("--scale", action="store_true")
loader = DataLoader(Images(["a.pt", "b.pt"], pipeline(parser.parse_args())), batch_size=4, num_workers=4)
