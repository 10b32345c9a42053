# expect: LL202
# The fields of the settings are options of the loader.
from dataclasses import asdict, dataclass

import torch
from torch.utils.data import DataLoader


@dataclass
class Loading:
    num_workers: int = 0
    prefetch_factor: int = 2


loader = DataLoader(torch.rand(8, 1), **asdict(Loading()))
