# expect: LL101 as error
# The program calls the function that builds the loader under another name.
import numpy as np
from torch.utils.data import DataLoader, Dataset

__all__ = ["Noisy", "make_loader"]


class Noisy(Dataset):
    def __init__(self, images):
        self.images = images
        self.rng = np.random.default_rng()

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index] + self.rng.normal()


def make_loader(images):
    return DataLoader(Noisy(images), batch_size=8, shuffle=True, num_workers=4)
