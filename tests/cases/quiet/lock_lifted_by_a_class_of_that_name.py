# forbid: LL209
# within a class that is called `DataLoader`, `self.__initialized` is torch's own lock, and off
import torch
from torch.utils import data


class DataLoader(data.DataLoader):
    def __init__(self, dataset, batch_size):
        super().__init__(dataset, batch_size)
        self.__initialized = False
        self.batch_sampler = data.BatchSampler(data.RandomSampler(dataset), batch_size, drop_last=True)
        self.__initialized = True


loader = DataLoader(data.TensorDataset(torch.rand(100, 1)), 10)
