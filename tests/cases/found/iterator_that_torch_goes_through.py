# expect: LL302
# As in `iterator_of_what_torch_asks_by_number`, but torch takes samples from the iterator of an IterableDataset.
import torch
from torch.utils.data import DataLoader, IterableDataset


class Batches(IterableDataset):
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
