# expect: LL101
# One of the functions that the table holds makes the dataset, whichever name is asked for.
import argparse

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng()

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + self.rng.normal()


def small():
    return Noisy(range(10))


def large():
    return Noisy(range(1000))


parser = argparse.ArgumentParser()
parser.add_argument("--size", choices=["small", "large"])
args = parser.parse_args()
loader = DataLoader({"small": small, "large": large}[args.size](), num_workers=4)
