# expect: LL101 as warning
# The project trains with loops of its own as well, but hands these rows to a trainer that derives from one not seen.
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
