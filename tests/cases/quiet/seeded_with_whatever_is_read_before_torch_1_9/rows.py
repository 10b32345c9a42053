# forbid: LL102
# the one loader may read any class, and its workers seed NumPy
import numpy as np
from torch.utils.data import Dataset


class Masked(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] * np.random.randint(2)
