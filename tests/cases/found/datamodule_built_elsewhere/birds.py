# forbid: LL208, LL501
# The demo runs without workers; whoever trains gives some.
import numpy as np
import pytorch_lightning as pl
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder


class Birds(pl.LightningDataModule):
    def __init__(self, folder, num_workers=0):
        super().__init__()
        self.rows, self.num_workers = ImageFolder(folder), num_workers

    def train_dataloader(self):
        return DataLoader(
            self.rows,
            batch_size=8,
            shuffle=True,
            num_workers=self.num_workers,
            worker_init_fn=lambda number: np.random.seed(number),
        )


if __name__ == "__main__":
    for row in Birds("birds").train_dataloader():
        print(row)
