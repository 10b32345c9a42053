# expect: LL101 as error
# Whichever dataset of the table is asked for draws from a stream that all workers share.
import sys

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng()

    def __getitem__(self, index):
        return self.rng.random()

    def __len__(self):
        return 8


class NoisyTwice(Noisy):
    def __getitem__(self, index):
        return 2 * self.rng.random()


datasets = {"once": Noisy(), "twice": NoisyTwice()}
for batch in DataLoader(datasets[sys.argv[1]], num_workers=2):
    print(batch)
