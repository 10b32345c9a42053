# forbid: LL109
# As in `lightning_seeds_ranks_alike`, but workers get a seed that the rank is mixed into.
import lightning as L
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
from torchvision.transforms import Compose, RandomCrop, ToTensor


class Images(L.LightningDataModule):
    def setup(self, stage=None):
        self.images = ImageFolder("images", Compose([RandomCrop(64), ToTensor()]))

    def train_dataloader(self):
        return DataLoader(self.images, batch_size=8, shuffle=True, num_workers=4)


class Model(L.LightningModule):
    def training_step(self, batch, number):
        return batch[0].mean()


if __name__ == "__main__":
    L.seed_everything(7, workers=True)
    trainer = L.Trainer(devices=4, strategy="ddp", max_epochs=20)
    trainer.fit(Model(), datamodule=Images())
