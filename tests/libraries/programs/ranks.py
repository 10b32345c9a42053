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
