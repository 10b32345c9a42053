# expect: LL101 as error
# The condition decides on the list as well as on what is added to it, and the inner ones come out either way.
import sys

import numpy as np
from torch.utils.data import ConcatDataset, DataLoader, Dataset


class Noise(Dataset):
    def __init__(self, length):
        self.length = length
        self.stream = np.random.default_rng(0)

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        return self.stream.random(4, dtype=np.float32)


class Training:
    loader = None

    def load(self, names):
        if self.loader is None:
            parts = []
            for name in names:
                if name.startswith("noise"):
                    parts.append(Noise(100))
            self.loader = DataLoader(ConcatDataset(parts), batch_size=8, num_workers=4)

    def run(self):
        for epoch in range(10):
            for batch in self.loader:
                print(batch)


if __name__ == "__main__":
    training = Training()
    training.load(sys.argv)
    training.run()
