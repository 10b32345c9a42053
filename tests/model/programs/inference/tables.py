"""Classes and functions that are looked up in a table, by a name that may be known or not."""

import argparse
import itertools
import sys
from collections import OrderedDict
from functools import partial

from torch.utils.data import random_split

parser = argparse.ArgumentParser()
parser.add_argument("--data", default="images")
parser.add_argument("--kind")
args = parser.parse_args()


class Images:
    pass


class Texts:
    pass


class Films:
    def __init__(self, rate=1):
        self.rate = rate


TABLE = {"images": Images, "texts": Texts}
TABLE["images"]()  #? Images()
TABLE[args.data]()  #? Images()
TABLE[args.kind]()  #? Images() | Texts()
TABLE["films" if args.kind else "texts"]()  #? ? | Texts()
MORE = {**TABLE, "films": Films}
MORE["films" if args.kind else "texts"]()  #? Films() | Texts()
TABLE.get("texts")()  #? Texts()
TABLE.get(args.data)()  #? Images()
TABLE.get(args.kind)()  #? Images() | Texts()
TABLE.get(args.kind, Films)()  #? Images() | Texts() | Films()

FACTORIES = {"images": lambda: Images(), "films": partial(Films, rate=24)}
FACTORIES["films"]().rate  #? 24
FACTORIES[args.kind]()  #? Images() | Films()

SIZES = {"images": 32, "texts": 8}
SIZES[args.kind]  #? ?
SIZES.get(args.kind)  #? ?

ONE = {"images": 32}
ONE[args.kind]  #? 32  # or it raises

SIZES = {"images": 32, "texts": None}
SIZES[args.kind]  #? ?  # constants of one table belong together, as settings do

DATA = {"images": Images(), "texts": Texts()}
DATA[args.kind]  #? Images() | Texts()
DATA.get(args.kind)  #? Images() | Texts() | None
DATA.get(args.data)  #? Images()

parser.add_argument("--other", default="sounds")
DATA[parser.parse_args().other]  #? Images() | Texts()  # the default raises: the user chooses another
DATA["sounds"]  #? ?

CLASSES = {"images": Images}
CLASSES[args.kind]  #? Images
for name in sys.argv:
    CLASSES[name] = Texts
CLASSES[args.kind]  #? Images | ?

GROWING = {"images": Images()}
for name in sys.argv:
    GROWING[name] = Texts()
GROWING[args.kind]  #? ?  # could be Images() | Texts()

for name, item in DATA.items():
    item  #? Images() | Texts()
for value in DATA.values():
    value  #? Images() | Texts()
for grown in GROWING.values():
    grown  #? ?
[rows for rows in DATA.values()]  #? [Images(), Texts()]
tuple([rows for rows in DATA.values()])  #? [Images(), Texts()]

ROWS = [Images(), Films()]
for number, numbered in enumerate(ROWS):
    number  #? ?
    numbered  #? Images() | Films()
for one, other in zip(ROWS, reversed([Texts()])):
    one  #? Images() | Films()
    other  #? Texts()
for chained in itertools.chain(ROWS, args.more):
    chained  #? Images() | Films() | ?
for flat in itertools.chain.from_iterable([ROWS, [Texts()]]):
    flat  #? Images() | Films() | Texts()
for pair in zip(ROWS, ROWS, strict=True):
    pair[0]  #? Images() | Films()
for first, second in zip(*ROWS):
    first  #? ?
for part in random_split(Images(), [1, 2]):
    part  #? torch.utils.data.random_split()[...]

FOLDERS = {name: Films(name) for name in ["train", "val"]}
FOLDERS[args.kind]  #? Films()
for folder in FOLDERS.values():
    folder  #? Films()
for named in OrderedDict(a=Images(), b=Films()).values():
    named  #? Images() | Films()
FILLED = {}
FILLED["a"] = Images()
FILLED["b"] = Texts()
for filled in FILLED.values():
    filled  #? Images() | Texts()
left, right = (Films(rate) for rate in args.rates)
left  #? Films()
for generated in (Films(rate) for rate in args.rates):
    generated  #? Films()
