# forbid: LL107
# Whichever batch it is, it only shows what batches look like.
import torch
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
rows = TensorDataset(torch.rand(1000, 4))


def shape():
    loader = DataLoader(rows, batch_size=1, shuffle=True)
    return next(iter(loader))[0].shape


print(shape())
