# expect: LL102 as error
# One pass that trains.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Points(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return torch.as_tensor(self.rows[index] + np.random.normal())
def train(net, rows, optimizer):
    for batch in DataLoader(Points(rows), batch_size=4, num_workers=2):
        optimizer.zero_grad()
        net(batch).sum().backward()
        optimizer.step()
