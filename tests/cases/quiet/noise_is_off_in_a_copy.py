# forbid: LL101
# The copy that the loader reads adds no noise.
import copy

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, noisy):
        self.noisy = noisy
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return 100

    def __getitem__(self, index):
        image = np.load(f"{index}.npy")
        if self.noisy:
            image = image + self.rng.normal()
        return image


images = Images(noisy=True)
held_out = copy.deepcopy(images)
held_out.noisy = False
for epoch in range(10):
    for batch in DataLoader(held_out, num_workers=4):
        print(batch)
