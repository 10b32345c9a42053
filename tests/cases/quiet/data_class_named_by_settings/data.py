import torch
from torch.utils.data import DataLoader, TensorDataset


class Rows:
    def __init__(self, settings):
        self.options = settings["loader"]

    def loader(self):
        return DataLoader(TensorDataset(torch.rand(900, 3)), shuffle=True, **self.options)
