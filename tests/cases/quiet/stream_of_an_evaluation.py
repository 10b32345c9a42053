# expect: LL101 as advice
# forbid: LL101 as error, LL101 as warning
# The noise is that of an evaluation: it does little harm there if workers draw alike.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + self.rng.normal()


def build(rows):
    dev_data = DataLoader(Noisy(rows), batch_size=8, num_workers=4)
    return dev_data
