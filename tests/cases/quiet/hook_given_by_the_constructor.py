# forbid: LL405
# The constructor of a data module makes a method the hook that gives the loader for training alone.
from functools import partial

import lightning
import torch
from torch.utils.data import DataLoader


class Rows(lightning.LightningDataModule):
    def __init__(self, train=None, others=None):
        super().__init__()
        self.parts = {}
        if train is not None:
            self.parts["train"] = train
            self.train_dataloader = self._train_loader
        if others is not None:
            self.parts["others"] = others
            self.held_out = partial(self._other_loader, shuffle=False)

    def _train_loader(self):
        return DataLoader(self.parts["train"], batch_size=64, shuffle=True, drop_last=True)

    def _other_loader(self, shuffle=False):
        return DataLoader(self.parts["others"], batch_size=64, shuffle=shuffle, drop_last=True)
