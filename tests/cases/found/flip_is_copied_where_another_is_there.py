# expect: LL313
# What is flipped is copied only where something else is there, which has nothing to do with it.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Maps(Dataset):
    def __init__(self, maps, label=None):
        self.maps = maps
        self.label = label

    def __len__(self):
        return len(self.maps)

    def __getitem__(self, index):
        label = self.label
        image = self.maps[index]
        if np.random.rand() < 0.5:
            image = np.fliplr(image)
        if label is not None:
            image = np.ascontiguousarray(image)
        return torch.from_numpy(image)


def load(maps):
    for batch in DataLoader(Maps(maps), batch_size=4):
        print(batch)
