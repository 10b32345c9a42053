# expect: LL313 as error
# The helper flips, its caller makes the tensor: what is flipped goes through a tuple and a transpose.
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


def augment(pair):
    low, high = pair
    if random.random() < 0.5:
        low, high = low[:, ::-1], high[:, ::-1]
    return low, high


class Pairs(Dataset):
    def __init__(self, pairs):
        self.pairs = pairs

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        low, high = augment(self.pairs[index])
        return tuple(torch.from_numpy(part.transpose(2, 0, 1)) for part in (low, high)), self.whole(low)

    def whole(self, image):
        return torch.from_numpy(np.expand_dims(image, 0))


if __name__ == "__main__":
    for batch in DataLoader(Pairs([]), batch_size=4):
        print(batch)
