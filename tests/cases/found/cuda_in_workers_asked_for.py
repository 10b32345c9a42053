# expect: LL302 as advice
# By default there are no workers.
import argparse

import torch
from torch.utils.data import DataLoader, Dataset

parser = argparse.ArgumentParser()
parser.add_argument("--workers", type=int, default=0)
options = parser.parse_args()


class Rows(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return torch.ones(3).cuda()


for batch in DataLoader(Rows(), num_workers=options.workers):
    print(batch.sum())
