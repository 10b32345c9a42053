# forbid: LL313
# What may be missing is copied wherever it is there, as is what comes with it.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Flip:
    def flipped(self, image, mask=None, depth=None):
        if np.random.rand() < 0.5:
            image = image[::-1]
            if mask is not None:
                mask = mask[::-1]
            if depth is not None and mask is not None:
                depth = depth[::-1]
        return image, mask, depth

    def __call__(self, image, mask=None, depth=None):
        image, mask, depth = self.flipped(image, mask, depth)
        image = np.ascontiguousarray(image)
        if mask is not None:
            mask = np.ascontiguousarray(mask)
        if depth is not None and mask is not None:
            depth = np.ascontiguousarray(depth)
        return image, mask, depth


class Maps(Dataset):
    def __init__(self, maps):
        self.maps = maps
        self.flip = Flip()

    def __len__(self):
        return len(self.maps)

    def __getitem__(self, index):
        image, mask, depth = self.flip(*self.maps[index])
        return torch.from_numpy(image), torch.from_numpy(mask), torch.from_numpy(depth)


def load(maps):
    for batch in DataLoader(Maps(maps), batch_size=4):
        print(batch)
