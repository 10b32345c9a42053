# expect: LL101
# Each of the transforms is there for all workers alike: what item code draws from NumPy seeds none of them.
import numpy as np
from monai.transforms import Compose, RandFlip, RandGaussianNoise
from torch.utils.data import DataLoader, Dataset


class Slices(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.change = Compose([RandFlip(prob=0.5), RandGaussianNoise(prob=0.5)])

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        seed = np.random.randint(0, 2**31)
        assert seed >= 0
        return self.change(self.rows[index])


loader = DataLoader(Slices(np.zeros((100, 1, 8, 8))), batch_size=8, shuffle=True, num_workers=4)
for epoch in range(3):
    for batch in loader:
        print(batch)
