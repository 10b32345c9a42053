# expect: LL101
# MONAI's loader reseeds its own transforms, but not a generator that the dataset keeps.
import numpy as np
from monai.data import DataLoader
from torch.utils.data import Dataset


class Noisy(Dataset):
    def __init__(self, images):
        self.images = images
        self.rng = np.random.default_rng()

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index] + self.rng.normal()


loader = DataLoader(Noisy(range(100)), num_workers=4)
