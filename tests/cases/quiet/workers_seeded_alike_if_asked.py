# forbid: LL104 as error, LL104 as warning
"""Workers get a seed only if the user asks for repeatable runs; else each is seeded by torch."""

import argparse
from functools import partial

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noise(Dataset):
    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return index + np.random.rand()


def seed_worker(number, seed=None):
    if seed is not None:
        np.random.seed(seed + number)


parser = argparse.ArgumentParser()
parser.add_argument("--fixed", action="store_true")
options = parser.parse_args()
seed = 666 if options.fixed else None
loader = DataLoader(Noise(), shuffle=True, num_workers=4, worker_init_fn=partial(seed_worker, seed=seed))
for epoch in range(100):
    for batch in loader:
        print(batch)
