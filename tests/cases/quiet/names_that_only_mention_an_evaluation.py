# forbid: LL404, LL405
"""The names of these loaders speak of an evaluation, but they are for training, or another one is kept by the name."""

from engines import train
from torch.utils.data import DataLoader


class Rows:
    def train_dataloader(self):
        return DataLoader(self.val_ds, batch_size=8, shuffle=True, drop_last=True)


class Runner:
    def __init__(self, rows):
        self.val_loader = DataLoader(rows, batch_size=8, shuffle=True, drop_last=True)
        self.val_loader = DataLoader(rows, batch_size=8)


def fit(model, rows):
    val_loader = DataLoader(rows, batch_size=8, shuffle=True, drop_last=True)
    train(model, val_loader)


def get(rows):
    non_test_loader = DataLoader(rows, batch_size=8, shuffle=True, drop_last=True)
    return non_test_loader
