import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer):
    model = DistributedDataParallel(model).to(0)  #? joins
    for (batch,) in DataLoader(TensorDataset(torch.rand(9))):  #? loader, numbered, trains, LL414 warning
        optimizer.zero_grad()
        model(batch).backward()
        optimizer.step()
#---
import torch
from torch.distributed.fsdp import FullyShardedDataParallel
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer):
    model = FullyShardedDataParallel(model).to(0)  #? joins
    for (batch,) in DataLoader(TensorDataset(torch.rand(9))):  #? loader, numbered, trains, LL414 warning
        optimizer.zero_grad()
        model(batch).backward()
        optimizer.step()
#---
import torch
from torch.distributed.fsdp.fully_sharded_data_parallel import FullyShardedDataParallel as FSDP
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer):
    model = FSDP(model)  #? joins
    for (batch,) in DataLoader(TensorDataset(torch.rand(9))):  #? loader, numbered, trains, LL414 warning
        optimizer.zero_grad()
        model(batch).backward()
        optimizer.step()
#---
import torch
from torch.distributed.fsdp import fully_shard
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer):
    model = fully_shard(model).to(0)  #? joins
    for (batch,) in DataLoader(TensorDataset(torch.rand(9))):  #? loader, numbered, trains, LL414 warning
        optimizer.zero_grad()
        model(batch).backward()
        optimizer.step()
#---
import torch
from torch.distributed._composable.fsdp import fully_shard as composed
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer):
    model = composed(model)  #? joins
    for (batch,) in DataLoader(TensorDataset(torch.rand(9))):  #? loader, numbered, trains, LL414 warning
        optimizer.zero_grad()
        model(batch).backward()
        optimizer.step()
#---
# silent: LL414
import torch
from torch.distributed.tensor.parallel import parallelize_module
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer):
    model = DistributedDataParallel(parallelize_module(model))  #? joins
    for (batch,) in DataLoader(TensorDataset(torch.rand(9))):  #? loader, numbered, trains
        optimizer.zero_grad()
        model(batch).backward()
        optimizer.step()
#---
import torch
import torch.distributed as dist
from accelerate import Accelerator
from torch.utils.data import DataLoader, DistributedSampler


def evaluate(model, data):
    loss = torch.zeros(1)
    with torch.no_grad():
        for batch in DataLoader(data, sampler=DistributedSampler(data)):  #? loader, by rank, evaluates, LL413 advice
            loss += model(batch)
    dist.all_reduce(loss)
#---
import torch
import torch.distributed as dist
from accelerate import Accelerator
from torch.utils.data import DataLoader, DistributedSampler


def evaluate(model, data):
    loss = torch.zeros(1)
    with torch.no_grad():
        for batch in DataLoader(data, sampler=DistributedSampler(data)):  #? loader, by rank, evaluates, LL413 advice
            loss += model(batch)
    dist.reduce(loss)
#---
import torch
import torch.distributed as dist
from accelerate import Accelerator
from torch.utils.data import DataLoader, DistributedSampler


def evaluate(model, data):
    loss = torch.zeros(1)
    with torch.no_grad():
        for batch in DataLoader(data, sampler=DistributedSampler(data)):  #? loader, by rank, evaluates, LL413 advice
            loss += model(batch)
    dist.all_gather(loss)
#---
import torch
import torch.distributed as dist
from accelerate import Accelerator
from torch.utils.data import DataLoader, DistributedSampler


def evaluate(model, data):
    loss = torch.zeros(1)
    with torch.no_grad():
        for batch in DataLoader(data, sampler=DistributedSampler(data)):  #? loader, by rank, evaluates, LL413 advice
            loss += model(batch)
    dist.gather(loss)
#---
import torch
import torch.distributed as dist
from accelerate import Accelerator
from torch.utils.data import DataLoader, DistributedSampler


def evaluate(model, data):
    loss = torch.zeros(1)
    with torch.no_grad():
        for batch in DataLoader(data, sampler=DistributedSampler(data)):  #? loader, by rank, evaluates, LL413 advice
            loss += model(batch)
    dist.all_gather_object(loss)
#---
import torch
import torch.distributed as dist
from accelerate import Accelerator
from torch.utils.data import DataLoader, DistributedSampler


def evaluate(model, data):
    loss = torch.zeros(1)
    with torch.no_grad():
        for batch in DataLoader(data, sampler=DistributedSampler(data)):  #? loader, by rank, evaluates, LL413 advice
            loss += model(batch)
    dist.gather_object(loss)
#---
import torch
import torch.distributed as dist
from accelerate import Accelerator
from torch.utils.data import DataLoader, DistributedSampler


def evaluate(model, data):
    loss = torch.zeros(1)
    with torch.no_grad():
        for batch in DataLoader(data, sampler=DistributedSampler(data)):  #? loader, by rank, evaluates, LL413 advice
            loss += model(batch)
    dist.all_gather_into_tensor(loss)
#---
import torch
import torch.distributed as dist
from accelerate import Accelerator
from torch.utils.data import DataLoader, DistributedSampler


def evaluate(model, data):
    loss = torch.zeros(1)
    with torch.no_grad():
        for batch in DataLoader(data, sampler=DistributedSampler(data)):  #? loader, by rank, evaluates, LL413 advice
            loss += model(batch)
    Accelerator().gather(loss)
#---
import torch
import torch.distributed as dist
from accelerate import Accelerator
from torch.utils.data import DataLoader, DistributedSampler


def evaluate(model, data):
    loss = torch.zeros(1)
    with torch.no_grad():
        for batch in DataLoader(data, sampler=DistributedSampler(data)):  #? loader, by rank, evaluates, LL413 advice
            loss += model(batch)
    Accelerator().reduce(loss)
