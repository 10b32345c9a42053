# forbid: LL102
# Every epoch ends with a validation, whose numbers may well be the same each time. Training draws none.
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


def train(net, rows, optimizer):
    train_loader = DataLoader(rows, batch_size=4, shuffle=True, num_workers=4)
    val_loader = DataLoader(Points(rows), batch_size=4, num_workers=4)
    for epoch in range(10):
        for batch in train_loader:
            net(batch).backward()
            optimizer.step()
        with torch.no_grad():
            for batch in val_loader:
                net(batch)
