# forbid: LL406
"""Every epoch makes a dataset that draws its samples anew, and a loader for it."""

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Cubes(Dataset):
    def __init__(self, cubes, size):
        super().__init__()
        self.cubes = cubes[np.random.permutation(100)[:50]]
        self.mask = np.tile(np.zeros((size, 1), dtype=np.float32), (1, 3))

    def __len__(self):
        return 50

    def __getitem__(self, index):
        return self.cubes[index] + self.mask[0]


cubes = np.zeros((100, 3), dtype=np.float32)
model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
if __name__ == "__main__":
    for epoch in range(1, 100):
        data = Cubes(cubes, 8)
        loader = DataLoader(data, num_workers=8, shuffle=True)
        for batch in loader:
            loss = model(batch).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
