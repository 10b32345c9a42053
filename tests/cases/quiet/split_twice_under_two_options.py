# forbid: LL415 as error, LL415 as warning
# By default the loader has no sampler, and is not handed to accelerate: whoever sets both options is not seen.
import argparse

import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

parser = argparse.ArgumentParser()
parser.add_argument("--ranks", action="store_true")
parser.add_argument("--accelerate", action="store_true")
options = parser.parse_args()
dataset = TensorDataset(torch.arange(100.0))
if options.ranks:
    loader = DataLoader(dataset, batch_size=8, sampler=DistributedSampler(dataset))
else:
    loader = DataLoader(dataset, batch_size=8, shuffle=True)
if options.accelerate:
    loader = Accelerator().prepare(loader)
