"""Samplers, and whether samples come in random order."""

import torch
from torch.utils.data import BatchSampler, DataLoader, RandomSampler, SequentialSampler, SubsetRandomSampler
from torch.utils.data.distributed import DistributedSampler

data = list(range(100))

DataLoader(data)  #? shuffled=no
DataLoader(data, shuffle=True)  #? shuffled=yes
DataLoader(data, shuffle=False)  #? shuffled=no
DataLoader(data, sampler=RandomSampler(data))  #? sampler=torch.utils.data.RandomSampler() shuffled=yes
DataLoader(data, sampler=SequentialSampler(data))  #? sampler=torch.utils.data.SequentialSampler() shuffled=no
DataLoader(data, sampler=SubsetRandomSampler([1, 2, 3]))  #? shuffled=yes
DataLoader(data, sampler=RandomSampler(data, generator=torch.Generator()))  #? shuffled=no  # by a stream of its own
DataLoader(data, batch_sampler=BatchSampler(RandomSampler(data), 8, False))  #? batch_sampler=torch.utils.data.BatchSampler() shuffled=no  # could be yes

sampler = DistributedSampler(data)
DataLoader(data, sampler=sampler, shuffle=sampler is None)  #? shuffle=False sampler=torch.utils.data.DistributedSampler()
DataLoader(data, generator=torch.Generator().manual_seed(0), shuffle=True)  #? generator=torch.Generator() shuffled=yes
