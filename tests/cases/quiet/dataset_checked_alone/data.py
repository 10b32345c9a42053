# forbid: LL101
# Checked by itself, as a hook or an editor does: another file reseeds it in every worker.
import numpy as np
from torch.utils.data import Dataset


class Noisy(Dataset):
    def __init__(self, images):
        self.images = images
        self.rng = np.random.default_rng()

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index] + self.rng.normal()
