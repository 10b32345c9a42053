# forbid: LL201
# `suppress` goes on without what it holds, if that raises: the first value may stay.
from contextlib import suppress

import torch
from torch.utils.data import DataLoader, TensorDataset
from unseen import workers_of

workers = workers_of("train")
with suppress(OSError):
    open("no_workers").close()
    workers = 0
loader = DataLoader(TensorDataset(torch.arange(100.0)), num_workers=workers, persistent_workers=True)
