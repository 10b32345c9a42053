# forbid: LL303
# The lock and the generator are left out of the pickle, and made again where it is read.
import threading

import torch
from torch.utils.data import DataLoader, Dataset


class Numbers(Dataset):
    def __init__(self):
        self.lock = threading.Lock()
        self.stream = (number for number in range(100))

    def __getstate__(self):
        return {}

    def __setstate__(self, state):
        self.__init__()

    def __len__(self):
        return 100

    def __getitem__(self, index):
        with self.lock:
            return torch.tensor(next(self.stream))


if __name__ == "__main__":
    for batch in DataLoader(Numbers(), batch_size=4, num_workers=2, multiprocessing_context="spawn"):
        print(batch)
