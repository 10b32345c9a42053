"""When item code runs: in training, in evaluation, once per worker, for the first item."""

import random

from torch.utils.data import Dataset, get_worker_info


class Images(Dataset):
    def __init__(self, split, isTraining):
        self.split = split
        self.isTraining = isTraining
        self.shift = None

    def __getitem__(self, index):
        if self.split == "train":
            index += random.random()  #? draws from Python's `random`, only in training
        if self.split != "train":
            index += random.random()  #? draws from Python's `random`, only in evaluation
        if not self.isTraining:
            index += random.random()  #? draws from Python's `random`, only in evaluation
        else:
            index += random.random()  #? draws from Python's `random`, only in training
        if get_worker_info() is not None:
            index += random.random()  #? draws from Python's `random`, only in a worker process
        if self.shift is None:
            self.shift = random.random()  #? draws from Python's `random`, only the first time
        if index > 10:
            shift = random.random()  #? draws from Python's `random`, something that is not known
        if self.split == "val":
            return index
        return self.flip(shift)

    def flip(self, index):
        return index + random.random()  #? draws from Python's `random`, only in training
