# forbid: LL304
# The code around an object changes the dict that its `__init__` begins.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Loading:
    def __init__(self):
        self.options = {}
        self.options["num_workers"] = 2

    def loader(self, rows):
        return DataLoader(rows, **self.options)


loading = Loading()
loading.options["num_workers"] = 0
for batch in loading.loader(TensorDataset(torch.zeros(8))):
    print(batch)
