# forbid: LL104
# The project requires a torch for which the first branch is taken, and its workers persist.
import random
from functools import partial

import numpy as np
import torch
from torch.utils.data import DataLoader


def build(rows, batch_size, workers, shuffle=True, seed=None, persistent_workers=True):
    init = partial(seed_worker, seed=seed) if seed is not None else None
    if version(torch.__version__) >= version("1.8.0"):
        loader = DataLoader(
            rows,
            batch_size=batch_size,
            num_workers=workers,
            shuffle=shuffle,
            worker_init_fn=init,
            persistent_workers=persistent_workers,
        )
    else:
        loader = DataLoader(
            rows, batch_size=batch_size, num_workers=workers, shuffle=shuffle, worker_init_fn=init
        )
    return loader


def version(text):
    return tuple(int(part) for part in text.split("+")[0].split("."))


def seed_worker(worker_id, seed):
    np.random.seed(worker_id + seed)
    random.seed(worker_id + seed)
    torch.manual_seed(worker_id + seed)


def main(net, rows, cfg):
    loaders = [build(part, cfg.data.batch_size, cfg.data.workers, seed=cfg.seed) for part in rows]
    net.fit(loaders)
