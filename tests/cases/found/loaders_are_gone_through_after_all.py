# expect: LL101, LL102, LL103, LL104
# The loaders are gone through, not only asked for their datasets.
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
    return train, test


def main():
    torch.manual_seed(0)
    train, test = loaders()
    for epoch in range(10):
        for batch, other in zip(train, test):
            print(epoch, len(train.dataset), batch, other)


if __name__ == "__main__":
    main()
