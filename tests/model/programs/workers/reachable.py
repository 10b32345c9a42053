"""The part of item code that can run with what the dataset is made with."""

import random

from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, augment, mode):
        self.augment = augment
        self.mode = mode

    def __getitem__(self, index):
        image = index
        if self.augment:
            image += random.random()
        else:
            image -= random.random()  #? draws from Python's `random`, only in evaluation
        if self.mode == "train" and not self.augment:
            image += random.random()  #? draws from Python's `random`, only in evaluation
        if self.mode == "test":
            return image + random.random()
        flipped = random.random() if self.augment else 0
        self.augment and random.random()
        self.augment or random.random()  #? draws from Python's `random`, only in training
        if undefined:
            raise ValueError(random.random())  #? draws from Python's `random`, only in training, something that is not known
        for _ in range(3):
            continue
            random.random()
        return flipped
        return random.random()


DataLoader(Images(augment=False, mode="train"))
