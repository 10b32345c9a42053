# forbid: LL404, LL405
"""Batches are taken from one of these by hand, to be looked at, and the other goes to code that is not seen."""

import torch
from engines import fit
from torch.utils.data import DataLoader, TensorDataset


class Runner:
    def __init__(self, batch_size):
        rows = TensorDataset(torch.randn(500, 8), torch.randn(500, 1))
        self.val_loader = DataLoader(rows, batch_size=batch_size, shuffle=True, drop_last=True)
        self.val_iter = iter(self.val_loader)

    def look(self):
        return next(self.val_iter)


def main():
    rows = TensorDataset(torch.randn(500, 8), torch.randn(500, 1))
    test_loader = DataLoader(rows, batch_size=16, drop_last=True)
    fit(torch.nn.Linear(8, 1), test_loader)
    print(Runner(16).look())


if __name__ == "__main__":
    main()
