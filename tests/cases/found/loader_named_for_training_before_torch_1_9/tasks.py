# expect: LL102
# what is done with the loaders is not seen, nor does their name tell
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Masked(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return np.random.choice(self.rows[index], 1)


def build(tasks):
    loaders = []
    for rows in tasks:
        loader = DataLoader(Masked(rows), batch_size=10, num_workers=2)
        loaders.append(loader)
    return loaders
