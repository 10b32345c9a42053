# expect: LL302 as error
import argparse

import torch
from torch.utils.data import DataLoader, Dataset

parser = argparse.ArgumentParser()
parser.add_argument("--workers", type=int, default=4)
options = parser.parse_args()


class Rows(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return torch.ones(3).cuda()


for batch in DataLoader(Rows(), num_workers=options.workers):
    print(batch.sum())
