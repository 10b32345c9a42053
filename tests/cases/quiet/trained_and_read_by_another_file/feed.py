# forbid: LL404, LL405
# One program trains on what this makes, another one collects features from it.
from torch.utils.data import DataLoader


def feed(rows):
    return DataLoader(rows, batch_size=8, shuffle=True, drop_last=True)
