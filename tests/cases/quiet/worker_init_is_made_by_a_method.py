# forbid: LL210
# The method returns a function where there is a seed, and nothing where there is none.
import random

import torch
from torch.utils.data import DataLoader, TensorDataset


class Workers:
    def __init__(self, seed):
        self.seed = seed

    def set_up(self):
        if self.seed is None:
            return None
        print("seeding", self.seed)

        def init(worker_id):
            random.seed(self.seed + worker_id)

        return init


def main():
    workers = Workers(0)
    loader = DataLoader(TensorDataset(torch.rand(64, 4)), num_workers=4, worker_init_fn=workers.set_up())
    for (batch,) in loader:
        print(batch.mean())


if __name__ == "__main__":
    main()
