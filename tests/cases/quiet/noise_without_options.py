# forbid: LL102, LL103
# Noise is added for those who ask for it by options; without any, the attribute is None.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noise:
    def add(self, sample):
        return sample + np.random.rand()


class Signals(Dataset):
    def __init__(self, rows, options=None):
        self.rows = rows
        if options and options.noise:
            self.noise = Noise()
        else:
            self.noise = None

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        sample = self.rows[index]
        return self.noise.add(sample) if self.noise else sample


loader = DataLoader(Signals([1.0, 2.0]), num_workers=2)
