# forbid: LL313
# What the first transform flips, the last one copies.
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Flip:
    def __call__(self, image):
        return np.fliplr(image) if random.random() < 0.5 else image


class Finish:
    def __call__(self, image):
        image = np.ascontiguousarray(image.transpose(2, 0, 1))
        return torch.from_numpy(image)


class Images(Dataset):
    def __init__(self, images):
        self.images = images
        self.flip = Flip()
        self.finish = Finish()

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.finish(self.flip(self.images[index]))


if __name__ == "__main__":
    for batch in DataLoader(Images([]), batch_size=4):
        print(batch)
