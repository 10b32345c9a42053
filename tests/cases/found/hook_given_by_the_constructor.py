# expect: LL405
# The constructor of a data module makes a method the hook that gives the loader for validation.
from functools import partial

import lightning
import torch
from torch.utils.data import DataLoader


class Rows(lightning.LightningDataModule):
    def __init__(self, train=None, validation=None):
        super().__init__()
        self.parts = {}
        if train is not None:
            self.parts["train"] = train
            self.train_dataloader = self._train_loader
        if validation is not None:
            self.parts["validation"] = validation
            self.val_dataloader = partial(self._val_loader, shuffle=False)

    def _train_loader(self):
        return DataLoader(self.parts["train"], batch_size=64, shuffle=True, drop_last=True)

    def _val_loader(self, shuffle=False):
        return DataLoader(self.parts["validation"], batch_size=64, shuffle=shuffle, drop_last=True)
