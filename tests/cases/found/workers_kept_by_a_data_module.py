# expect: LL502, a base class keeps the arguments, and the trainer is handed the module in the place of loaders
import pytorch_lightning as pl
from torch.utils.data import DataLoader


class Base(pl.LightningDataModule):
    def __init__(self, num_workers=0, **more):
        super().__init__()
        self.save_hyperparameters()


class Digits(Base):
    def __init__(self, size, **more):
        super().__init__(**more)

    def train_dataloader(self):
        return DataLoader([1, 2], self.hparams["size"], num_workers=self.hparams["num_workers"])


pl.Trainer().fit(pl.LightningModule(), Digits(2, num_workers=4))
