# forbid: LL101
# The program reads the rows itself, in the main process: it has no loader, so no worker gets a copy of the stream.
import random

import torch
from torch.utils.data import Dataset


class Questions(Dataset):
    def __init__(self, rows, seed=0):
        self.rows = rows
        self.rnd = random.Random(seed)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        negatives = list(self.rows[index]["negatives"])
        self.rnd.shuffle(negatives)
        return negatives[:2]
