# forbid: LL404
# Checked by itself: one program evaluates on what it makes, another trains on it.
from torch.utils.data import DataLoader


def make(rows):
    return DataLoader(rows, batch_size=8, shuffle=True)
