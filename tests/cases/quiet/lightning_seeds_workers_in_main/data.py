# forbid: LL102
# The seed is set in the file that starts the program; the loaders are built here.
import lightning as L
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Speckled(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return torch.as_tensor(np.random.normal(size=4), dtype=torch.float32)


class Data(L.LightningDataModule):
    def train_dataloader(self):
        return DataLoader(Speckled(), batch_size=8, shuffle=True, num_workers=2)
