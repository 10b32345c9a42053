# expect: LL405 as warning
# The step of the module that is run takes a batch of any size.
import pytorch_lightning as pl
import torch
from torch.utils.data import DataLoader, TensorDataset


class Images(pl.LightningDataModule):
    def train_dataloader(self):
        return DataLoader(TensorDataset(torch.arange(1000.0)), batch_size=64, shuffle=True, drop_last=True)

    def test_dataloader(self):
        return DataLoader(TensorDataset(torch.arange(1000.0)), batch_size=64, drop_last=True)


class Model(pl.LightningModule):
    def training_step(self, batch, number):
        return batch[0].sum()

    def test_step(self, batch, number):
        self.log("error", batch[0].mean())


trainer = pl.Trainer(max_epochs=5)
model = Model()
trainer.fit(model, datamodule=Images())
trainer.test(model, datamodule=Images())
