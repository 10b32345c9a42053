"""How a loader starts its workers."""

import multiprocessing as mp

import torch.multiprocessing
from torch.utils.data import DataLoader

mp.set_start_method("forkserver")

DataLoader([1, 2], num_workers=2)  #? start=forkserver
DataLoader([1, 2], num_workers=2, multiprocessing_context="spawn")  #? start=spawn
DataLoader([1, 2], num_workers=2, multiprocessing_context=mp.get_context("fork"))  #? start=fork
DataLoader([1, 2], num_workers=2, multiprocessing_context=torch.multiprocessing.get_context("spawn"))  #? start=spawn
DataLoader([1, 2], num_workers=2, multiprocessing_context=mp.get_context())  #? start=?  # could be forkserver
DataLoader([1, 2], num_workers=2, multiprocessing_context=undefined)  #? start=?
