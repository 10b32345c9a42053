# expect: LL106
# One program evaluates on it, another trains.
import random

from torch.utils.data import Dataset


class Rows(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        random.seed(7)
        return random.sample(self.rows[index], 10)
