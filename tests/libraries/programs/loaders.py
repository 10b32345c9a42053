import multiprocessing
import os

import monai
import psutil
import webdataset
from torch.utils.data import (
    ChainDataset,
    ConcatDataset,
    DataLoader,
    Dataset,
    DistributedSampler,
    IterableDataset,
    RandomSampler,
    StackDataset,
    Subset,
    SubsetRandomSampler,
    TensorDataset,
    WeightedRandomSampler,
    random_split,
)
from torchdata.stateful_dataloader import StatefulDataLoader
from torchvision import datasets


class Own(Dataset):
    def __getitem__(self, index):
        return index


class Stream(IterableDataset):
    def __iter__(self):
        return iter([])


class Folder(datasets.ImageFolder):
    pass


torch_loader = DataLoader(Own())  #? loader, numbered, over Own
monai_loader = monai.data.DataLoader(Own())  #? loader, numbered, over Own
stateful = StatefulDataLoader(Own())  #? loader, numbered, over Own
web_loader = webdataset.WebLoader(Own())  #? loader, numbered, over Own
streaming = DataLoader(Stream())  #? loader, over Stream
wrapped = DataLoader(Subset(Own(), [0]))  #? loader, numbered, over Own
wrapped = DataLoader(ConcatDataset([Own()]))  #? loader, numbered, over Own
wrapped = DataLoader(ChainDataset([Stream()]))  #? loader, over Stream
wrapped = DataLoader(StackDataset(Own()))  #? loader, numbered, over Own
split = DataLoader(random_split(Own(), [1, 2])[0])  #? loader, numbered, over Own
tensors = DataLoader(TensorDataset(1))  #? loader, numbered
folder = DataLoader(datasets.ImageFolder("a"))  #? loader, numbered, reads files
folder = DataLoader(Folder("a"))  #? loader, numbered, over Folder, reads files
shuffled = DataLoader(Own(), sampler=RandomSampler(Own()))  #? loader, numbered, over Own, shuffled
shuffled = DataLoader(Own(), sampler=SubsetRandomSampler([0]))  #? loader, numbered, over Own, shuffled
shuffled = DataLoader(Own(), sampler=WeightedRandomSampler([1], 1))  #? loader, numbered, over Own, shuffled
distributed = DataLoader(Own(), sampler=DistributedSampler(Own()))  #? by rank, loader, numbered, over Own
spawned = DataLoader(Own(), multiprocessing_context=multiprocessing.get_context("spawn"))  #? by spawn, loader, numbered, over Own
cores = DataLoader(Own(), num_workers=os.cpu_count())  #? LL505 advice, loader, numbered, over Own, repaired
cores = DataLoader(Own(), num_workers=multiprocessing.cpu_count())  #? LL505 advice, loader, numbered, over Own, repaired
cores = DataLoader(Own(), num_workers=psutil.cpu_count())  #? LL505 advice, loader, numbered, over Own, repaired
#---
import multiprocessing
from torch.utils.data import DataLoader, Dataset

multiprocessing.set_start_method("spawn")
loader = DataLoader([1])  #? by spawn, loader
#---
import torch
from torch.utils.data import random_split

parts = random_split([1, 2], [1, 1])  #? LL110 warning, repaired
model = torch.nn.Linear(1, 1)
model.load_state_dict(torch.load("a"))
model(torch.ones(1)).backward()
torch.save(model.state_dict(), "a")
#---
import torch
import torch.distributed as dist
from accelerate import Accelerator, PartialState
from accelerate.state import AcceleratorState
from torch.utils.data import DataLoader, Dataset, TensorDataset


class RankAware(Dataset):
    def __getitem__(self, index):
        return dist.get_rank()


class Counting(Dataset):
    def __getitem__(self, index):
        return dist.get_world_size()


class Asking(Dataset):
    def __getitem__(self, index):
        return dist.is_initialized()


class Moving(Dataset):
    def __init__(self, device):
        self.device = device

    def __getitem__(self, index):
        return torch.zeros(3).to(self.device)


loader = DataLoader(RankAware(), num_workers=2)  #? LL309 advice, loader, numbered, over RankAware
loader = DataLoader(Counting(), num_workers=2)  #? LL309 advice, loader, numbered, over Counting
loader = DataLoader(Asking(), num_workers=2)  #? LL309 advice, loader, numbered, over Asking
loader = DataLoader(Moving(torch.device("cuda")), num_workers=2)  #? LL302 error, loader, numbered, over Moving
loader = DataLoader(Moving(torch.cuda.current_device()), num_workers=2)  #? LL302 error, loader, numbered, over Moving
loader = DataLoader(Moving(Accelerator().device), num_workers=2)  #? LL302 error, loader, numbered, over Moving
loader = DataLoader(Moving(PartialState().device), num_workers=2)  #? LL302 error, loader, numbered, over Moving
loader = DataLoader(Moving(AcceleratorState().device), num_workers=2)  #? LL302 error, loader, numbered, over Moving
loader = DataLoader(Moving(torch.accelerator.current_accelerator()), num_workers=2)  #? LL302 error, loader, numbered, over Moving
pinned = DataLoader(TensorDataset(torch.zeros(3, device="cuda")), pin_memory=True)  #? LL310 error, loader, numbered, repaired
#---
import torch.distributed as dist

dist.init_process_group("nccl")  #? joins
#---
from torch.nn.parallel import DistributedDataParallel

model = DistributedDataParallel(None)  #? joins
#---
import numpy as np
from torch.utils.data import BatchSampler, DataLoader, SequentialSampler


def seed_worker(worker_id):
    np.random.seed(0)


def build(data, order):
    in_order = DataLoader(data, num_workers=2, worker_init_fn=seed_worker, sampler=SequentialSampler(data))  #? LL104 advice, loader, repaired
    batched = DataLoader(data, num_workers=2, worker_init_fn=seed_worker, sampler=BatchSampler(order, 2, False))  #? LL104 advice, loader, repaired
#---
from torch.utils.data import DataLoader, Dataset
from torchvision import datasets


class Folder(datasets.ImageFolder):
    pass


class Changed(datasets.ImageFolder):
    def __getitem__(self, index):
        return super().__getitem__(index)[0]


class Cached(datasets.ImageFolder):
    def __getitem__(self, index):
        return self.kept[index]


folder = DataLoader(datasets.ImageFolder("a"))  #? loader, numbered, reads files
video = DataLoader(datasets.Kinetics("a"))  #? loader, numbered, reads files
folder = DataLoader(Folder("a"))  #? loader, numbered, over Folder, reads files
folder = DataLoader(Changed("a"))  #? loader, numbered, over Changed, reads files
folder = DataLoader(Cached("a"))  #? loader, numbered, over Cached
in_memory = DataLoader(datasets.MNIST("a"))  #? loader, numbered
in_memory = DataLoader(datasets.FashionMNIST("a"))  #? loader, numbered
in_memory = DataLoader(datasets.KMNIST("a"))  #? loader, numbered
in_memory = DataLoader(datasets.EMNIST("a"))  #? loader, numbered
in_memory = DataLoader(datasets.QMNIST("a"))  #? loader, numbered
in_memory = DataLoader(datasets.CIFAR10("a"))  #? loader, numbered
in_memory = DataLoader(datasets.CIFAR100("a"))  #? loader, numbered
in_memory = DataLoader(datasets.SVHN("a"))  #? loader, numbered
in_memory = DataLoader(datasets.STL10("a"))  #? loader, numbered
in_memory = DataLoader(datasets.USPS("a"))  #? loader, numbered
in_memory = DataLoader(datasets.SEMEION("a"))  #? loader, numbered
in_memory = DataLoader(datasets.PhotoTour("a"))  #? loader, numbered
in_memory = DataLoader(datasets.PCAM("a"))  #? loader, numbered
in_memory = DataLoader(datasets.FakeData())  #? loader, numbered
in_memory = DataLoader(datasets.MovingMNIST("a"))  #? loader, numbered
in_memory = DataLoader(datasets.FER2013("a"))  #? loader, numbered
#---
import os
import platform
import sys
from torch.utils.data import DataLoader

loader = DataLoader([1], num_workers=2 if platform.system() == "Linux" else 0)  #? by fork, loader
loader = DataLoader([1], num_workers=2 if sys.platform == "linux" else 0)  #? by fork, loader
windows = os.name == "nt"
loader = DataLoader([1], num_workers=0 if windows or platform.system() == "Darwin" else 2)  #? by fork, loader
