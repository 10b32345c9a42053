"""Numbers of workers that come from the number of cores."""

import multiprocessing
import os

import torch
from torch.utils.data import DataLoader

DataLoader([1, 2], num_workers=os.cpu_count())  #? cores=all workers=yes
DataLoader([1, 2], num_workers=2 * os.cpu_count())  #? cores=more workers=yes
DataLoader([1, 2], num_workers=2 * torch.cuda.device_count())  #? cores=? workers=?
DataLoader([1, 2], num_workers=os.cpu_count() // 2 + 1)  #? cores=? workers=?  # could be yes
DataLoader([1, 2], num_workers=multiprocessing.cpu_count() + 1)  #? cores=more
DataLoader([1, 2], num_workers=os.cpu_count() - 1)  #? cores=? workers=?
DataLoader([1, 2], num_workers=os.cpu_count() or 1)  #? cores=all workers=yes
DataLoader([1, 2], num_workers=min(4, os.cpu_count()))  #? cores=? workers=yes
DataLoader([1, 2], num_workers=min(0, os.cpu_count()))  #? cores=? workers=?  # could be no
DataLoader([1, 2], num_workers=os.cpu_count() * 1)  #? cores=?  # could be all
DataLoader([1, 2], num_workers=4)  #? cores=?
