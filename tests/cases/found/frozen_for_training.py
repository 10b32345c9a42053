# expect: LL106
# The same dataset, trained on.
import lightning as L
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Structures(Dataset):
    def __init__(self, names, read):
        self.names = names
        self.read = read

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        random = np.random.default_rng(42)
        atoms = self.read(self.names[index])
        return torch.as_tensor(atoms[random.permutation(len(atoms))[:64]])


class Data(L.LightningDataModule):
    def __init__(self, names, read):
        super().__init__()
        self.names = names
        self.read = read

    def train_dataloader(self):
        return DataLoader(Structures(self.names, self.read), batch_size=1, num_workers=2)
