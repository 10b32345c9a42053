"""Classes and functions that are looked up in a table, by a name that may be known or not."""

import argparse
from functools import partial

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
TABLE[args.kind]()  #? Images() | Texts() | ?
TABLE["films" if args.kind else "texts"]()  #? ? | Texts()
MORE = {**TABLE, "films": Films}
MORE["films" if args.kind else "texts"]()  #? Films() | Texts()
TABLE.get("texts")()  #? Texts()
TABLE.get(args.data)()  #? Images()
TABLE.get(args.kind)()  #? Images() | Texts() | ?
TABLE.get(args.kind, Films)()  #? Images() | Texts() | ? | Films()

FACTORIES = {"images": lambda: Images(), "films": partial(Films, rate=24)}
FACTORIES["films"]().rate  #? 24
FACTORIES[args.kind]()  #? Images() | Films() | ?

SIZES = {"images": 32, "texts": 8}
SIZES[args.kind]  #? ?
SIZES.get(args.kind)  #? ?
