# forbid: LL206
# the size of a batch is not known yet when the options are made, but it is where the loader is built
from dataclasses import dataclass

import torch
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Options:
    total: int = 40
    batch_size: int | None = None
    drop_last: bool = True


def build(options):
    assert options.batch_size is not None
    rows = TensorDataset(torch.rand(1000, 1))
    return DataLoader(rows, batch_size=options.batch_size, drop_last=options.drop_last, shuffle=True)


options = Options()
setattr(options, "batch" + "_size", options.total // 4)
loader = build(options)
