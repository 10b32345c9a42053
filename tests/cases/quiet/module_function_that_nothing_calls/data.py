# expect: LL101 as advice
# forbid: LL101 as error, LL101 as warning
# The program imports the function that builds the loader, and never calls it.
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
