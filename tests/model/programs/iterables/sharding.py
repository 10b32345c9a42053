"""Whether workers, and ranks, share out the samples."""

import itertools

import torch.distributed as dist
from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Split(IterableDataset):  #? split by worker
    def __iter__(self):
        info = get_worker_info()
        return itertools.islice(open("lines.txt"), info.id, None, info.num_workers)


class Hinted(IterableDataset):  #? may be split
    def __init__(self, shard):
        self.shard = shard

    def __iter__(self):
        yield from open(self.shard)


class ByRank(IterableDataset):  #? not split, knows of ranks
    def __iter__(self):
        rank = dist.get_rank()
        yield from itertools.islice(open("lines.txt"), rank, None, 8)  #? read by every worker


class Lines(IterableDataset):  #? not split
    def __init__(self):
        self.start = 0

    def __iter__(self):
        yield from open("lines.txt")  #? read by every worker


def split(worker_id):
    get_worker_info().dataset.start = worker_id


def only_prints(worker_id):
    print(worker_id)


DataLoader(Lines(), num_workers=2)
DataLoader(Lines(), num_workers=2, worker_init_fn=split)  #? its worker_init_fn may split
DataLoader(Lines(), num_workers=2, worker_init_fn=only_prints)
DataLoader(Lines(), num_workers=2, worker_init_fn=undefined)  #? its worker_init_fn may split
