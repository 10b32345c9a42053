# expect: LL313 as advice
# Whether it flips, and whether it copies what it flips, is for settings to say that are not known here.
import json
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Maps(Dataset):
    def __init__(self, maps, settings):
        self.maps = maps
        self.settings = settings

    def __len__(self):
        return len(self.maps)

    def __getitem__(self, index):
        image = self.maps[index]
        if self.settings["flip"] and random.random() < 0.5:
            image = np.fliplr(image)
        if self.settings["scale"]:
            image = image / 255
        return torch.from_numpy(image)


def load(maps, path):
    with open(path) as file:
        settings = json.load(file)
    for batch in DataLoader(Maps(maps, settings), batch_size=4):
        print(batch)
