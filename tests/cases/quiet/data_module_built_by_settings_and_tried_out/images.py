# forbid: LL201, LL207
# Settings build the data module, with workers; run as a program, the module only tries out that it can be made.
import lightning as L
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
from torchvision.transforms import ToTensor


class Images(L.LightningDataModule):
    def __init__(self, folder="images", num_workers=0):
        super().__init__()
        self.save_hyperparameters(logger=False)

    def setup(self, stage):
        self.images = ImageFolder(self.hparams.folder, transform=ToTensor())

    def train_dataloader(self):
        workers = self.hparams.num_workers
        return DataLoader(self.images, 32, shuffle=True, num_workers=workers, persistent_workers=True)


if __name__ == "__main__":
    _ = Images()
