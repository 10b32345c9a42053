# expect: LL405
# The hook of a data module is replaced by a lambda.
import lightning as L
import torch
from torch.utils.data import DataLoader, TensorDataset

train = DataLoader(TensorDataset(torch.rand(100, 3)), batch_size=8, shuffle=True)
valid = DataLoader(TensorDataset(torch.rand(100, 3)), batch_size=8, drop_last=True)


class Images(L.LightningDataModule):
    def __init__(self):
        super().__init__()
        self.train_dataloader = lambda: train
        self.val_dataloader = lambda: valid


class Model(L.LightningModule):
    def training_step(self, batch, _):
        return batch[0].sum()

    def validation_step(self, batch, _):
        self.log("loss", batch[0].sum())


L.Trainer(max_epochs=3).fit(Model(), datamodule=Images())
