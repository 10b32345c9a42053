"""A name means what was assigned to it last, or on any of the ways that lead to where it is read."""

import sys

debug = "--debug" in sys.argv
workers = 0 if debug else 4
workers  #? 0 | 4

workers = 2
workers  #? 2

if debug:
    workers = 0
workers  #? 2 | 0

if debug:
    batch_size = 8
else:
    batch_size = 64
batch_size  #? 8 | 64

rounds = 0
while rounds < 10:
    rounds  #? 0 | ?
    rounds += 1

first, (second, *rest) = 1, (2, 3, 4)
first  #? 1
second  #? 2
rest  #? ?  # could be [3, 4]

left, right = right, left = 1, 2
left  #? 2

for size in (32, 64):
    size  #? 32 | 64

if (limit := 16) > size:
    pass
limit  #? 16

len  #? len
sys.argv  #? sys.argv
undefined_elsewhere  #? undefined_elsewhere

try:
    import h5py
except ImportError:
    h5py = None
h5py  #? h5py | None

seed: int = 7
seed  #? 7
seed: int
seed  #? 7

del seed


def outer():
    prefetch = 2

    def inner():
        return prefetch  #? 2

    workers = 1
    return workers  #? 1


def reads_global():
    return workers  #? 0 | 4 | 2  # could be 0 | 2


class Settings:
    workers = 8
    half = workers  #? 8


def changes_global():
    global rounds
    rounds = 100


squares = [n for n in (1, 2)]
squares  #? [*1 | 2]  # could be [1, 2]

match debug:
    case True:
        mode = "slow"
    case _:
        mode = "fast"
mode  #? 'slow' | 'fast'

with open("log.txt") as log:
    log  #? open()


def opened(path):
    first = {}
    with open(path):
        first = 4
    return first


opened("file")  #? 4


size = 2
size = 4
[size for _ in (1, 2)]  #? [*4]
