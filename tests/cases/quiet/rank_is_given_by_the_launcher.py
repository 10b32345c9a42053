# forbid: LL309
# Workers would ask for the rank if none were given; the launcher gives one.
import os

import torch.distributed as dist
from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Shards(IterableDataset):
    def __init__(self, paths, rank=None, world_size=None):
        self.paths = paths
        self.rank = rank
        self.world_size = world_size

    def _place(self):
        rank, world_size = self.rank, self.world_size
        if rank is None:
            rank = dist.get_rank() if dist.is_initialized() else 0
        if world_size is None:
            world_size = dist.get_world_size() if dist.is_initialized() else 1
        info = get_worker_info()
        return rank * info.num_workers + info.id, world_size * info.num_workers

    def __iter__(self):
        first, step = self._place()
        yield from self.paths[first::step]


def main(net, paths):
    shards = Shards(paths, int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"]))
    for batch in DataLoader(shards, batch_size=8, num_workers=4):
        net(batch)
