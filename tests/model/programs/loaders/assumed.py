"""Options that the command line or a caller decides: what they are as the program is written."""

from argparse import ArgumentParser

from torch.utils.data import DataLoader

parser = ArgumentParser()
parser.add_argument("--workers", type=int, default=4)
parser.add_argument("--prefetch", type=int, default=0)
parser.add_argument("--seed", type=int)
args = parser.parse_args()

DataLoader([1, 2], num_workers=args.workers)  #? num_workers=4? workers=yes
DataLoader([1, 2], num_workers=args.prefetch)  #? num_workers=0? workers=?
DataLoader([1, 2], num_workers=args.seed)  #? num_workers=? workers=?


def build(workers=2, shuffle=False):
    return DataLoader([1, 2], num_workers=workers, shuffle=shuffle)  #? num_workers=2 | 0 shuffle=False | True


build()
build(0, shuffle=True)


def never_called(workers=2):
    return DataLoader([1, 2], num_workers=workers)  #? num_workers=2? | ? workers=?
