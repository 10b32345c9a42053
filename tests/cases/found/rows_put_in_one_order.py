# expect: LL403
# The rows are put in one random order, once.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows):
        self.rows = np.random.permutation(rows)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


def train(model, optimizer, rows):
    loader = DataLoader(Rows(rows), batch_size=8)
    for epoch in range(10):
        for batch in loader:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()
