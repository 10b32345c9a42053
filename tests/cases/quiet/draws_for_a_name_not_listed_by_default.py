# expect: LL101 as advice
# forbid: LL101 as error, LL101 as warning
# Noise is drawn for one of the variables alone, which is not among those of the default.
import argparse

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Weather(Dataset):
    def __init__(self, options):
        self.options = options
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return 100

    def __getitem__(self, index):
        if "rain" in self.options.names:
            return index + self.rng.normal()
        return index


parser = argparse.ArgumentParser()
parser.add_argument("--names", nargs="+", default=["wind", "heat"])
for epoch in range(10):
    for batch in DataLoader(Weather(parser.parse_args()), num_workers=4):
        print(batch)
