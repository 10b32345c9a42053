# forbid: LL309
# the only caller gives no workers, by `partial`
import torch
import torch.distributed as dist
from torch.utils.data import DataLoader, IterableDataset


class Rows(IterableDataset):
    def __iter__(self):
        rank = dist.get_rank() if dist.is_initialized() else 0
        while True:
            yield torch.rand(1) + rank


class Task:
    @staticmethod
    def batches(size, workers=0):
        for batch in DataLoader(Rows(), batch_size=size, num_workers=workers):
            yield batch
