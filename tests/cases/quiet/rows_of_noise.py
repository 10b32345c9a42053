# forbid: LL403 as warning
# Every row is noise, made to try the program out: one order of it is as good as another.
import lightning as L
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, width=8):
        self.rows = [dict(image=torch.rand(width), label=torch.rand(1)) for number in range(64)]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        return row["image"], row["label"]


class Data(L.LightningDataModule):
    def train_dataloader(self):
        return DataLoader(Rows(), batch_size=8)
