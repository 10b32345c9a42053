"""Options that are None by default, and what stands in for them."""

import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--a", type=int)
parser.add_argument("--b", type=int)
parser.add_argument("--c", type=int, default=None)
parser.add_argument("--d", type=int)
parser.add_argument("--e", type=int)
parser.add_argument("--f", type=int)
parser.add_argument("--g", type=int, default=2)
parser.add_argument("--h", type=int)
args = parser.parse_args()


def fill(options):
    options.d = 4 if options.d is None else options.d


def make():
    if args.a is None:
        args.a = 4
    args.b = args.b or 4
    args.c = 4 if args.c is None else args.c
    fill(args)


args.a  #? 4?
args.b  #? 4?
args.c  #? 4?
args.d  #? 4?
e = args.e if args.e is not None else 4
e  #? 4?
f = args.f
if f is None:
    f = 4
f  #? 4?
f if f else 8  #? 4? | 8  # could be 4?
g = args.g or 4
g  #? 2?
h = args.h
if not h:
    h = args.g
h  #? 2?
(args.h or 3) + 1  #? 4?
args.h  #? ?
