# forbid: LL103
# There are workers only if somebody asks for them, and no other process draws than the main one.
import argparse

import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self):
        self.rows = torch.load("rows.pt")

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + torch.rand(())


parser = argparse.ArgumentParser()
parser.add_argument("--workers", type=int, default=0)
for row in DataLoader(Rows(), num_workers=parser.parse_args().workers):
    print(row)
