# forbid: LL101
# The evaluation gives a probability of 0: what draws from the stream never runs.
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Sounds(Dataset):
    def __init__(self, rows, conf):
        self.rows = rows
        self.mixup = conf.get("mixup")
        self.noise = conf.get("noise")
        self.rng = np.random.default_rng(3)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        if random.random() < self.mixup:
            row = row * self.rng.beta(10, 10)
        if self.noise == True:  # noqa: E712
            row = row + self.rng.random()
        return row


def main(net, rows):
    conf = {"mixup": 0, "noise": False}
    net.eval()
    with torch.no_grad():
        for row in DataLoader(Sounds(rows, conf), batch_size=8, num_workers=4):
            net(row)
