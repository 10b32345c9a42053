# expect: LL201
# Each process makes an object of the class, with its rank and the arguments that it is given.
import torch
import torch.multiprocessing as mp
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, rank, workers):
        self.loader = DataLoader(
            TensorDataset(torch.arange(100.0)), batch_size=8, shuffle=True, num_workers=workers, persistent_workers=True
        )


if __name__ == "__main__":
    mp.spawn(Trainer, args=(0,), nprocs=2)
