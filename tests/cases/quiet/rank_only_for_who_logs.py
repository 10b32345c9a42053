# forbid: LL309
# A helper says who is the first process, and one that uses it says who logs.
import logging

import torch
import torch.distributed as dist
from torch.utils.data import DataLoader, Dataset

log = logging.getLogger(__name__)


def is_first():
    if not dist.is_available():
        return True
    return not dist.is_initialized() or dist.get_rank() == 0


class Tracks(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        first = is_first()
        if first:
            log.info("reading %s", index)
        return torch.load(f"{index}.pt")


loader = DataLoader(Tracks(), batch_size=4, num_workers=4, multiprocessing_context="spawn")
