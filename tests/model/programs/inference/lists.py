"""Lists that are filled step by step: items that may be there make those behind them uncertain."""

import sys

counts = [1]
counts.append(2)
counts[0]  #? 1
counts[1]  #? 2
counts += [3]
counts[2]  #? 3
counts.append(4)
counts[3]  #? 4


def filled(training):
    sizes = [8]
    if training:
        sizes.append(16)
    sizes.append(32)
    return sizes


filled(True)[1]  #? 16
filled(False)[1]  #? 32

perhaps = [1]
if len(sys.argv) > 1:
    perhaps.append(2)
perhaps.extend([3])
perhaps[0]  #? 1
perhaps[1]  #? 1 | ? | 3


class Kept:
    def __init__(self):
        self.sizes = []
        self.sizes.append(5)


Kept().sizes[0]  #? 5


def handed_over(sizes):
    sizes.append(7)
    return sizes[0]


handed_over([6])  #? 6

for number in range(2):
    counts[number]  #? 1 | 2 | 3 | 4


class Part:
    pass


parts = []
for path in sys.argv:
    parts.append(Part())
parts[: len(sys.argv)]  #? [*Part()]
for part in parts[1:]:
    part  #? Part()
parts[len(sys.argv) - 1]  #? Part()
