# expect: LL201
# The further arguments of a class are kept, and a copy of them, but for one, goes to the loader.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Data:
    def __init__(self, size, **options):
        self.dataset = TensorDataset(torch.zeros(size, 3))
        self.options = options

    def loader(self):
        options = self.options.copy()
        options.pop("seed", None)
        return DataLoader(self.dataset, batch_size=8, **options)


data = Data(800, seed=0, persistent_workers=True)
for batch in data.loader():
    print(batch)
