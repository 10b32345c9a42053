# expect: LL201
# What a class takes out of its further arguments leaves the rest of them as they were given.
import torch
from torch.utils import data


class Loader(data.DataLoader):
    def __init__(self, dataset, batch_size=1, **options):
        if "collate_fn" in options:
            del options["collate_fn"]
        super().__init__(dataset, batch_size, **options)


loader = Loader(data.TensorDataset(torch.arange(100.0)), batch_size=8, num_workers=0, persistent_workers=True)
