# forbid: LL302
# Workers never come to `__next__`: torch asks what is no IterableDataset for samples by their numbers.
import torch
from torch.utils.data import DataLoader


class Batches:
    def __init__(self, rows):
        self.rows = rows
        self.number = 0

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return self

    def __next__(self):
        self.number += 1
        return torch.tensor(self.rows[self.number]).cuda()


loader = DataLoader(Batches([1, 2, 3]), num_workers=4)
