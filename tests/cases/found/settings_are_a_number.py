# expect: LL102
# What the settings are decides, and they are no dict, but a number: noise is drawn.
from collections.abc import Mapping

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows, settings):
        self.rows = rows
        if isinstance(settings, (dict, Mapping)):
            self.noise = settings["noise"]
        else:
            self.noise = settings > 0

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        if self.noise:
            row = row + np.random.rand()
        return row


def main(rows):
    for row in DataLoader(Rows(rows, 0.5), num_workers=4):
        print(row)
