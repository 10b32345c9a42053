# expect: LL404, LL405
from torch.utils.data import DataLoader


def feed(rows):
    return DataLoader(rows, batch_size=8, shuffle=True, drop_last=True)
