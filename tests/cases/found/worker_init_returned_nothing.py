# expect: LL210 as warning
# The options are put together first, and the function is called among them.
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset


class Workers:
    def set_up(self, seed):
        random.seed(seed)
        np.random.seed(seed)

    def options(self, count):
        return {"num_workers": count, "worker_init_fn": self.set_up(0), "pin_memory": True}


def main():
    loader = DataLoader(TensorDataset(torch.rand(64, 4)), batch_size=8, **Workers().options(4))
    for (batch,) in loader:
        print(batch.mean())


if __name__ == "__main__":
    main()
