# expect: LL102
# a loader class that passes on whatever it is given tells nothing of what is seeded
import numpy as np
from torch.utils.data import Dataset


class Masked(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] * np.random.randint(2)
