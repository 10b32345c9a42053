# forbid: LL405 as warning
# The step of the module comes to a queue that only whole batches fill: without `drop_last` the test would end.
import pytorch_lightning as pl
import torch
from torch.utils.data import DataLoader, TensorDataset


class Images(pl.LightningDataModule):
    def train_dataloader(self):
        return DataLoader(TensorDataset(torch.arange(1000.0)), batch_size=64, shuffle=True, drop_last=True)

    def test_dataloader(self):
        return DataLoader(TensorDataset(torch.arange(1000.0)), batch_size=64, drop_last=True)


class Model(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.queue = torch.zeros(4096)

    def training_step(self, batch, number):
        return self(batch[0])

    def test_step(self, batch, number):
        self.log("error", self(batch[0]))

    def forward(self, keys):
        self.keep(keys)
        return keys.mean()

    def keep(self, keys):
        batch_size = keys.shape[0]
        assert len(self.queue) % batch_size == 0
        self.queue[:batch_size] = keys


trainer = pl.Trainer(max_epochs=5)
model = Model()
trainer.fit(model, datamodule=Images())
trainer.test(model, datamodule=Images())
