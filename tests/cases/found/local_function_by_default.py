# expect: LL303 as warning
# The dataset holds a local function with an option that is on by default. It runs on Windows, too.
import argparse

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Waves(Dataset):
    def __init__(self, waves):
        self.waves = waves

    def __len__(self):
        return len(self.waves)

    def __getitem__(self, index):
        return self.waves[index]


class Changed(Dataset):
    def __init__(self, dataset, change):
        self.dataset = dataset
        self.change = change

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        return self.change(self.dataset[index])


def rolling(axis):
    def roll(wave):
        return np.roll(wave, np.random.randint(100), axis)

    return roll


def training_set(waves, roll=False):
    dataset = Waves(waves)
    if roll:
        dataset = Changed(dataset, rolling(axis=0))
    return dataset


def main(waves):
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-roll", dest="roll", action="store_false")
    args = parser.parse_args()
    for batch in DataLoader(training_set(waves, args.roll), num_workers=4):
        print(batch)
