import pytorch_lightning as pl
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder

KINDS = ("owl", "kite")


class Birds(pl.LightningDataModule):
    def test_dataloader(self):
        return DataLoader(ImageFolder("birds"), batch_size=32, drop_last=True)
