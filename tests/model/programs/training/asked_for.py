"""Loops that end early only if somebody asks for it on the command line."""

from argparse import ArgumentParser

from torch.utils.data import DataLoader

parser = ArgumentParser()
parser.add_argument("--limit", type=int, default=-1)
parser.add_argument("--most", type=int, default=100)
args = parser.parse_args()

loader = DataLoader([1, 2])

for step, batch in enumerate(loader):  #? loader: unknown
    if args.limit > 0 and step >= args.limit:
        break

for step, batch in enumerate(loader):  #? loader: unknown, may stop early
    if step >= args.most:
        break

for batch in loader:  #? loader: unknown
    for part in batch:
        if part:
            break


def first(loader):
    for batch in loader:  #? loader: unknown, may stop early
        for part in batch:
            return part


first(loader)
