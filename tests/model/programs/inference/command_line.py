"""Options of the command line: their defaults, which somebody may override."""

from argparse import ArgumentParser

import click

parser = ArgumentParser()
parser.add_argument("-j", "--num-workers", type=int, default=4)
parser.add_argument("--seed", type=int)
parser.add_argument("--debug", action="store_true")
parser.add_argument("--no-shuffle", dest="shuffle", action="store_false")
parser.add_argument("data")
parser.add_argument("place", default="here")
parser.add_argument("turns", type=int, nargs="?", default=5)
parser.add_argument("--rate", type=float, required=True, default=0.5)
parser.set_defaults(batch_size=32)
args = parser.parse_args()

args.num_workers  #? 4?
args.num_workers * 2  #? 8?
args.seed  #? ?  # could be None?
args.debug  #? False?
args.shuffle  #? True?
args.data  #? ?
args.place  #? ?  # a default that never counts
args.turns  #? 5?
args.rate  #? ?
args.batch_size  #? 32?
args.missing  #? ?
0 if args.debug else args.num_workers  #? 0 | 4?

if args.debug:
    args.prefetch = 2
    args.drop = True
parser.add_argument("--prefetch", type=int, default=4)
parser.add_argument("--drop", action="store_true")
args.prefetch  #? 4? | 2?
args.drop  #? False? | True?

known, rest = parser.parse_known_args()
known.num_workers  #? 4?

limit = parser.add_argument("--limit", type=int, default=-1)
args.limit * 2  #? ?  # -1 stands for none


@click.command()
@click.option("--workers", default=2)
@click.option("--name", "-n")
def main(workers, name):
    workers  #? 2?
    name  #? ?


def build(args):
    return args.num_workers  #? 4?


build(args)


def add_all(parser, defaults):
    for name, value in defaults.items():
        parser.add_argument(f"--{name}", default=value)


def make_parser():
    several = ArgumentParser()
    add_all(several, {"depth": 3, "width": 8})
    return several


all_args = make_parser().parse_args()
all_args.depth  #? 3?
all_args.height  #? ?
