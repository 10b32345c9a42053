# expect: LL101
# The loader that is looked at is gone through as well.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng()

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return self.rng.normal(size=3)


loader = DataLoader(Noisy(), batch_size=4, num_workers=2)
print(next(iter(loader)).shape)
for epoch in range(3):
    for batch in loader:
        print(batch.mean())
