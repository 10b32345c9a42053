# forbid: LL102
# The evaluation draws a number, too, but nothing reads it.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Depths(Dataset):
    def __init__(self, rows, flip, train):
        self.rows = rows
        self.flip = flip
        self.train = train

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        flipped = np.random.uniform() > 0.5 and self.flip
        if self.train:
            row = row[:64]
            if flipped:
                row = np.flip(row).copy()
        return row


def held_out(rows, args):
    return DataLoader(Depths(rows, args.flip, train=False), batch_size=8, num_workers=4)
