# expect: LL404
# Until Lightning 2, a Trainer could be made of what an argument parser gives.
from argparse import ArgumentParser

import pytorch_lightning as pl
import torch
from torch.utils.data import DataLoader, TensorDataset


class Module(pl.LightningModule):
    def training_step(self, batch, number):
        return batch[0].sum()


if __name__ == "__main__":
    arguments = pl.Trainer.add_argparse_args(ArgumentParser()).parse_args()
    trainer = pl.Trainer.from_argparse_args(arguments, max_epochs=5)
    first = DataLoader(TensorDataset(torch.arange(100.0)), batch_size=8, shuffle=True)
    second = DataLoader(TensorDataset(torch.arange(10.0)), batch_size=8, shuffle=True)
    trainer.fit(Module(), first, second)
