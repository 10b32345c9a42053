# expect: LL403
# without a sampler training is not shuffled, and one program of two asks for no ranks
import pytorch_lightning as pl
import torch
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset


class Feed(pl.LightningDataModule):
    def __init__(self, rows, ranks=False):
        super().__init__()
        self.rows = rows
        self.ranks = ranks

    def setup(self, stage):
        self.train_set = TensorDataset(self.rows)
        if self.ranks:
            self.sampler = DistributedSampler(self.train_set, shuffle=True)
        else:
            self.sampler = None

    def train_dataloader(self):
        return DataLoader(self.train_set, batch_size=10, sampler=self.sampler)
