# expect: LL209
# the lock of another class: `self.__initialized` is `_Loader__initialized` here
import torch
from torch.utils import data


class Loader(data.DataLoader):
    def __init__(self, dataset, batch_size):
        super().__init__(dataset, batch_size)
        self.__initialized = False
        self.batch_sampler = data.BatchSampler(data.RandomSampler(dataset), batch_size, drop_last=True)
        self.__initialized = True


loader = Loader(data.TensorDataset(torch.rand(100, 1)), 10)
