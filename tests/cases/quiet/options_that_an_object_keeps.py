# forbid: LL201
# The further arguments of a class are kept, and a copy of them, but for the one that asks for workers, goes on.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Data:
    def __init__(self, size, **options):
        self.dataset = TensorDataset(torch.zeros(size, 3))
        self.options = options

    def loader(self):
        options = self.options.copy()
        options.pop("persistent_workers", None)
        return DataLoader(self.dataset, batch_size=8, **options)


data = Data(800, persistent_workers=True)
for batch in data.loader():
    print(batch)
