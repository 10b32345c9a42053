# forbid: LL109
# The ranks are seeded alike only if somebody asks for a seed: the call of the function that seeds says so.
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
    parser.add_argument("--seed", type=int)
    args = parser.parse_args()
    if args.seed is not None:
        fix(args.seed)
    torch.distributed.init_process_group("gloo")
    rows = Noisy()
    return DataLoader(rows, sampler=DistributedSampler(rows), num_workers=4)


main()
