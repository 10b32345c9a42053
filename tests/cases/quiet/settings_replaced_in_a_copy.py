# forbid: LL202
# The copy of the settings has workers.
from dataclasses import dataclass, replace

import torch
from torch.utils.data import DataLoader


@dataclass(frozen=True)
class Config:
    workers: int = 0
    seed: int = 0


def make(config):
    return DataLoader(torch.rand(8, 1), num_workers=config.workers, prefetch_factor=2)


if __name__ == "__main__":
    make(replace(Config(), workers=4))
