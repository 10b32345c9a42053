# expect: LL101 as advice
# forbid: LL101 as error, LL101 as warning
"""A transform is made where it may fail, as with other releases of the library: then samples stay as they are."""

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Augmentation:
    def __init__(self):
        self.transform = None
        try:
            import albumentations as A

            self.transform = A.Compose([A.Blur(p=0.5), A.RandomGamma(p=0.5)])
        except Exception as error:
            print(error)

    def __call__(self, image):
        return self.transform(image=image)["image"] if self.transform else image


class Images(Dataset):
    def __init__(self):
        self.augment = Augmentation()

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return torch.from_numpy(self.augment(np.zeros((8, 8, 3), dtype=np.uint8)))


loader = DataLoader(Images(), batch_size=8, shuffle=True, num_workers=4)
