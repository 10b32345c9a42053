# expect: LL101 as error
# One pass of many workers, for samples that are kept.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Points(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return torch.as_tensor(self.rows[index] + self.rng.normal())



def keep(rows):
    total = 0.0
    for batch in DataLoader(Points(rows), batch_size=4, num_workers=4):
        total += batch.sum()
        torch.save(batch, f"{total}.pt")
