# forbid: LL207
# The default 0 is that of one function, the default 4 that of another, which nobody calls without workers.
from torch.utils.data import DataLoader


def options(workers: int = 0):
    return workers


def build(series, prefetch_factor: int = 4, workers: int = 2):
    return DataLoader(series, batch_size=8, num_workers=workers, prefetch_factor=prefetch_factor)


def few(series, workers: int = 0, prefetch_factor: int | None = None):
    return DataLoader(series, batch_size=8, num_workers=workers, prefetch_factor=prefetch_factor)
