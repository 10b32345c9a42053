# forbid: LL104 as warning
# torch seeds Python's `random` in every worker itself: the function does neither harm nor good.
import random

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + random.random()


def seed_worker(worker_id):
    np.random.seed(worker_id)


loader = DataLoader(Noisy(), shuffle=True, num_workers=4, worker_init_fn=seed_worker)
