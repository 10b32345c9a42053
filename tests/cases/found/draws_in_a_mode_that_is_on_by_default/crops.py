import numpy as np
from torch.utils.data import DataLoader, Dataset


class Crops(Dataset):
    def __init__(self, options, mode):
        self.options = options
        self.mode = mode
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return 100

    def __getitem__(self, index):
        if self.mode == "random":
            start = self.rng.integers(100)
        else:
            start = self.options.crop
        return np.arange(start, start + 8) + index


def build(options):
    if options.crop is not None:
        mode = "fixed"
    else:
        mode = "random"
    return DataLoader(Crops(options, mode), num_workers=4)
