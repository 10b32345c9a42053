# expect: LL206
# nothing sees to it that there is a size of a batch
from dataclasses import dataclass

import torch
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Options:
    total: int = 40
    batch_size: int | None = None
    drop_last: bool = True


def build(options):
    rows = TensorDataset(torch.rand(1000, 1))
    return DataLoader(rows, batch_size=options.batch_size, drop_last=options.drop_last, shuffle=True)


options = Options()
loader = build(options)
