# forbid: LL101, LL102, LL103, LL104, LL109
# Nothing goes through these loaders: one is asked for its dataset, one for its length, and the others are not wanted.
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    rng = np.random.default_rng(0)

    def __len__(self):
        return 64

    def __getitem__(self, index):
        return index + self.rng.random() + random.random() + np.random.random()


def seed_worker(worker_id):
    random.seed(worker_id)


def loaders():
    train = DataLoader(Noisy(), batch_size=4, shuffle=True, num_workers=4, worker_init_fn=seed_worker)
    test = DataLoader(Noisy(), batch_size=4, num_workers=4)
    further = DataLoader(Noisy(), batch_size=4, num_workers=4, worker_init_fn=seed_worker)
    return train, test, further


def both():
    ours = DataLoader(Noisy(), batch_size=4, shuffle=True, num_workers=4, worker_init_fn=seed_worker)
    return ours, Noisy()


def main():
    torch.manual_seed(0)
    train, test, _ = loaders()
    samples = both()[1]
    for epoch in range(10):
        for index in range(len(test)):
            print(epoch, train.dataset[index], samples[index])


if __name__ == "__main__":
    main()
