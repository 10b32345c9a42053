# expect: LL101 as error
# The settings name a class that the registry of a library holds.
import numpy as np
from mmengine.registry import Registry
from torch.utils.data import DataLoader, Dataset

DATASETS = Registry("datasets")


@DATASETS.register_module()
class Noisy(Dataset):
    def __init__(self, size):
        self.size = size
        self.rng = np.random.default_rng()

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        return index + self.rng.normal()


@DATASETS.register_module()
class Plain(Dataset):
    def __init__(self, size):
        self.size = size

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        return index


loader = DataLoader(DATASETS.build({"type": "Noisy", "size": 1000}), num_workers=4)
