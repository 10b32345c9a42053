# expect: LL207
# Whoever leaves both parameters out gets persistent workers and no workers.
from torch.utils.data import DataLoader


def build(series, *, keep: bool = True, workers: int = 0):
    return DataLoader(series, batch_size=8, num_workers=workers, persistent_workers=keep)
