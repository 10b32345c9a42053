# forbid: LL202
# The fields of the settings are options of the loader, with workers.
from dataclasses import asdict, dataclass

import torch
from torch.utils.data import DataLoader


@dataclass
class Loading:
    num_workers: int = 4
    prefetch_factor: int = 2


loader = DataLoader(torch.rand(8, 1), **asdict(Loading()))
