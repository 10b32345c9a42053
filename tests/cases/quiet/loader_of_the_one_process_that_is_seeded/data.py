import random

from torch.utils.data import DataLoader, Dataset
from torch.utils.data.distributed import DistributedSampler


class Noisy(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + random.random()


def loader_for(args):
    data = Noisy(list(range(100)))
    sampler = DistributedSampler(data) if args.distributed else None
    return DataLoader(data, batch_size=4, shuffle=sampler is None, sampler=sampler, num_workers=4)
