"""A `worker_init_fn` that reseeds what hangs on the worker's dataset."""

import numpy as np
from torch.utils.data import DataLoader, Dataset, get_worker_info


class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng()  #? self.rng: an attribute of an object, from the system
        self.other = np.random.RandomState(0)  #? self.other: an attribute of an object, seeded

    def __getitem__(self, index):
        return index + self.rng.normal() + self.other.normal()


def seed_worker(worker_id):  #? reseeds dataset.other, dataset.rng
    info = get_worker_info()
    info.dataset.rng = np.random.default_rng(info.seed)
    info.dataset.other.seed(info.seed % 2**32)


DataLoader(Noisy(), num_workers=2, worker_init_fn=seed_worker)
