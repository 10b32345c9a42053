# forbid: LL102 as error, LL102 as warning
# One pass for a mean of the samples.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Points(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return torch.as_tensor(self.rows[index] + np.random.normal())
def mean(rows):
    total = 0.0
    for batch in DataLoader(Points(rows), batch_size=4, num_workers=4):
        total += batch.sum()
    return total / len(rows)
