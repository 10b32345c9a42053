# forbid: LL102
import numpy as np
import pytorch_lightning as pl
import torch
from torch.utils.data import DataLoader, Dataset


class Speckled(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return torch.as_tensor(np.random.normal(size=4), dtype=torch.float32)


class Net(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 1)

    def training_step(self, batch, number):
        return self.layer(batch).mean()

    def train_dataloader(self):
        return DataLoader(Speckled(), batch_size=8, shuffle=True, num_workers=2)

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), 0.1)


if __name__ == "__main__":
    pl.seed_everything(42, True)
    pl.Trainer(max_epochs=2, deterministic=True).fit(Net())
