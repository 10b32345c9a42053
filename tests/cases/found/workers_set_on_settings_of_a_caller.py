# expect: LL201
"""A function sets options on an object that it is given, from where is not seen, and reads them."""

from torch.utils.data import DataLoader


def run(settings):
    settings.workers = 0
    settings.keeps = True
    return DataLoader(range(100), num_workers=settings.workers, persistent_workers=settings.keeps)
