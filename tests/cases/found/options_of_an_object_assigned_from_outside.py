# expect: LL304
# As its namesake among the quiet ones, but what is assigned is another option.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Loading:
    def __init__(self):
        self.options = {}
        self.options["num_workers"] = 2

    def loader(self, rows):
        return DataLoader(rows, **self.options)


loading = Loading()
loading.options["batch_size"] = 4
for batch in loading.loader(TensorDataset(torch.zeros(8))):
    print(batch)
