# expect: LL403
# The rows come from files, which lie there in some order.
import lightning as L
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, folder):
        self.rows = [torch.load(f"{folder}/{number}.pt") for number in range(64)]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


class Data(L.LightningDataModule):
    def train_dataloader(self):
        return DataLoader(Rows("rows"), batch_size=8)
