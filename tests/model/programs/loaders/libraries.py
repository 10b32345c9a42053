"""Loaders of other libraries that are torch's DataLoader, or pass on to it what they are given."""

import webdataset
from monai.data import DataLoader
from torch.utils.data.dataloader import DataLoader as Original


class Loader(Original):
    pass


DataLoader([1, 2], 4)  #? num_workers=4 batch_size=1 by default worker_init_fn=monai.data.utils.worker_init_fn by default
DataLoader([1, 2], num_workers=4, worker_init_fn=None)  #? num_workers=4 worker_init_fn=None
webdataset.WebLoader([1, 2], 8)  #? batch_size=8 num_workers=0 by default
Original([1, 2], 8)  #? batch_size=8
Loader([1, 2], 8, num_workers=1)  #? batch_size=8 num_workers=1
