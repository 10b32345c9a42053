# forbid: LL313 as error, LL313 as warning
# By default the program copies what it flips; only with an option it does not.
import argparse
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Maps(Dataset):
    def __init__(self, maps, scale):
        self.maps = maps
        self.scale = scale

    def __len__(self):
        return len(self.maps)

    def __getitem__(self, index):
        image = self.maps[index]
        if random.random() < 0.5:
            image = np.fliplr(image)
        if self.scale:
            image = image / 255
        return torch.from_numpy(image)


def main(maps):
    parser = argparse.ArgumentParser()
    parser.add_argument("--raw", action="store_false", dest="scale")
    args = parser.parse_args()
    for batch in DataLoader(Maps(maps, args.scale), batch_size=4):
        print(batch)
