# forbid: LL313
# The option to copy what it flips is on.
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


def load(maps):
    for batch in DataLoader(Maps(maps, scale=True), batch_size=4):
        print(batch)
