# expect: LL101
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Sounds(Dataset):
    def __init__(self, rows, conf):
        self.rows = rows
        self.mixup = conf.get("mixup")
        self.rng = np.random.default_rng(3)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        if random.random() < self.mixup:
            row = row * self.rng.beta(10, 10)
        return row


def main(net, rows):
    conf = {"mixup": 0.5}
    with torch.no_grad():
        for row in DataLoader(Sounds(rows, conf), batch_size=8, num_workers=4):
            net(row)
