# forbid: LL102, LL103
# No loader is in sight, and so no worker.
import random

import numpy as np
from torch.utils.data import Dataset


class Clips(Dataset):
    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return index + np.random.normal() + random.random()
