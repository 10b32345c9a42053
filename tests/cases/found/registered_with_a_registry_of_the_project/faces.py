# expect: LL102
# the registry is the project's, if of a class of a library, and the library builds no loaders
import numpy as np
from fvcore.common.registry import Registry
from torch.utils.data import Dataset

DATASETS = Registry("datasets")


@DATASETS.register()
class Faces(Dataset):
    def __init__(self, options):
        self.size = options["size"]

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return np.full(self.size, index) * np.random.uniform(0.5, 1.5)
