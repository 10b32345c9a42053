# forbid: LL102 as error
# An installation gets a torch that seeds NumPy in workers.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Points(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return torch.as_tensor(self.rows[index][np.random.choice(10, 9, replace=False)])


def train(net, rows):
    loader = DataLoader(Points(rows), batch_size=4, shuffle=True, num_workers=4)
    for epoch in range(10):
        for batch in loader:
            net(batch).backward()
