# expect: LL102
# the project's own registry: it builds no loader that could seed
import numpy as np
from torch.utils.data import Dataset

KNOWN = {}


def register(cls):
    KNOWN[cls.__name__] = cls
    return cls


@register
class Faces(Dataset):
    def __init__(self, options):
        self.size = options["size"]

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return np.full(self.size, index) * np.random.uniform(0.5, 1.5)
