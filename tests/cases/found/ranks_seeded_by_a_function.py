# expect: LL109
# A function seeds the ranks alike, whoever starts them.
import argparse

import torch
from torch.utils.data import DataLoader, Dataset, DistributedSampler


class Noisy(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return index + torch.rand(())


def fix(number):
    torch.manual_seed(number)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=9)
    args = parser.parse_args()
    if args.steps > 0:
        fix(7)
    torch.distributed.init_process_group("gloo")
    rows = Noisy()
    return DataLoader(rows, sampler=DistributedSampler(rows), num_workers=4)


main()
