# forbid: LL101, the class that the default of an option names
import argparse

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Kept:
    def __init__(self):
        self.rng = np.random.default_rng()

    def __call__(self, sample):
        return sample + self.rng.normal()


class Local:
    def __call__(self, sample):
        return sample + np.random.default_rng().normal()


class Samples(Dataset):
    def __init__(self, transform):
        self.transform = transform

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return self.transform(index)


parser = argparse.ArgumentParser()
parser.add_argument("--transform", default="Local")
args = parser.parse_args()
for batch in DataLoader(Samples(eval(args.transform)()), num_workers=4):
    print(batch)
