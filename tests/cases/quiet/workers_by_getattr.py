# forbid: LL201, LL207, LL501
# `getattr(config, "workers", 2)` is 2 or something else, and what the environment says is 4 if it says nothing.
import os

from torch.utils.data import DataLoader


def one(rows, config):
    return DataLoader(rows, num_workers=getattr(config, "workers", 2), persistent_workers=True)


def other(rows):
    return DataLoader(rows, num_workers=int(os.environ.get("WORKERS", "4")), persistent_workers=True)
