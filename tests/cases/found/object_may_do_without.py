# expect: LL101
# Without a size the class takes one of its own.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Windows(Dataset):
    def __init__(self, path, size=None):
        if size is None:
            self.length = 8
        else:
            self.length = size[0]
        self.step = size[1] if size else 1
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + self.step * self.rng.integers(self.length)


for epoch in range(10):
    for batch in DataLoader(Windows("data"), num_workers=4):
        print(batch)
