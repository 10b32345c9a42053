"""Why something is not known: said at the place where the way is lost."""

import argparse
from functools import partial

import hydra
import torch.multiprocessing as mp
import tools
from tools import MISSING
from torch.utils.data import DataLoader, Dataset
from yacs.config import CfgNode

from . import gone

parser = argparse.ArgumentParser()
parser.add_argument("--workers", type=int, required=True)
args = parser.parse_args()
args.workers  #? ? (args.workers: an option of the command line, of which no default is seen)

cfg = CfgNode()
cfg.WORKERS  #? ? (cfg.WORKERS: no configuration file is loaded by default)


def make(data, workers):
    return DataLoader(data, num_workers=workers)  #? torch.utils.data.DataLoader()


def build(n):
    return n  #? ? (n: a parameter of `build`, and no call of it is seen that leads here)


@hydra.main(config_path=None)
def main(options):
    return options.workers  #? ? (options: a parameter of `main`, which a decorator calls)


def further(*rest, **named):
    return rest  #? ? (rest: the further arguments of `further`, whatever they are)


def named(**rest):
    return rest["workers"]  #? ? (rest: the further arguments of `named`, whatever they are)


def given(workers):
    return workers


given()  #? ? (given(): `given` calls itself, lies too deep in other calls, or does not take these arguments)
given(*args)  #? ? (workers: may be among the arguments that a call of `given` spreads with a star)
given(**vars(args))  #? ? (args: an option of the command line, of which no default is seen)


class Images(Dataset):
    pass


class Sounds(Dataset):
    pass


DATASETS = {"images": Images, "sounds": Sounds}
DATASETS[args.name]  #? Images | Sounds | ? (DATASETS[args.name]: chosen by name from `DATASETS`, 2 candidates)
{"a": 1}[args.name]  #? ? ({"a": 1}[args.name]: looked up under a key that is not known)
options = {"a": 1}
options["b"]  #? ? (options["b"]: the dict holds no `b`, as far as is seen)
given(**options)  #? ? (workers: a parameter of `given` that the call leaves out)
made = dict([("a", 1)])
given(**made)  #? ? ([("a", 1)]: not a dict whose entries are seen)

MISSING  #? ? (MISSING: not set at the top level of `tools`)
tools.OTHER  #? ? (tools.OTHER: not set at the top level of `tools`)
gone  #? ? (gone: imported from `.gone`, which is not found in the project)

count = 1
count += 1
count  #? ? (count: changed step by step, as by `+=`)
count + 1  #? ? (count: changed step by step, as by `+=`)

try:
    count = 2
except ValueError as error:
    error  #? ? (error: bound by `except`, `match` or `del`, which are not followed)

with Images() as entered:
    entered  #? ? (entered: what `with` gives for an object of the project is not followed)


@make
def changed():
    return 1


changed()  #? ? (changed(): `changed` is decorated, which may change what it gives)


def again(n):
    return again(n - 1)


again(3)  #? ? (again(n - 1): `again` calls itself, lies too deep in other calls, or does not take these arguments)


async def later():
    return await count


later()  #? ? (later(): `later` is a coroutine)


def nothing():
    pass


nothing()  #? ? (nothing(): `nothing` returns nothing that is seen)
Images()()  #? ? (Images()(): what a call of an object gives is not followed)
partial(4)()  #? ? (partial(4): `partial` of something that is no function or class of the project)
Images().width  #? ? (Images().width: `torch.utils.data.Dataset`, a class of a library, may set it)


class Plain:
    def __init__(self):
        self.total = 0
        self.total += 1


Plain().width  #? ? (Plain().width: nothing is seen to set it in `Plain`)
Plain().total  #? 0 | ? (self.total += 1: changed step by step, as by `+=`)
[1, 2].width  #? ? ([1, 2].width: an attribute of a built-in object)
None.width  #? ? (None.width: its owner is None, as far as is seen)
Plain()[0]  #? ? (Plain()[0]: part of something whose parts are not seen)
[1, 2][5]  #? ? ([1, 2][5]: part of something whose parts are not seen)
Plain()["a"]  #? ? (Plain()["a"]: part of something whose parts are not seen)
f"{count}"  #? ? (f"{count}": worked out when the program runs)
-"a"  #? ? (-"a": not worked out: a part of it is not a single known constant)
(1 if args.n else None) is None  #? ? ((1 if args.n else None) is None: may be so or not, as far as is seen)


def several(n):
    if n == 1:
        return args.first
    return args.second


several(args.n)  #? ? (args.first: an option of the command line, of which no default is seen)


def handed(options):
    return {**options}["workers"]  #? ? (options: a parameter of `handed`, of which no single call is looked at here)


def started(rank, workers):
    return workers  #? ? (workers: a parameter of `started`, which another process starts with arguments that are not seen)


mp.spawn(started, args=())

options["c"] = 3
options.pop("a")
given(**options)  #? ? (options: the dict may be changed in ways that are not followed)


def rebound(options):
    options = options or {}
    options.pop("seed")
    return dict(**options)["workers"]  #? ? (options: a dict that is a parameter, and assigned as well)


def looped(n):
    while n:
        n = given(n)
        n  #? ? (n: a parameter of `looped`, and no call of it is seen that leads here)


class Fields:
    workers: int = 1


Fields(4).workers  #? ? (Fields(4).workers: a field of `Fields`, given by position)
Fields(*args).workers  #? ? (Fields(*args).workers: may be among the arguments that a call of `Fields` spreads with a star)
super().width  #? ? (super(): not in a class of which the bases are seen)
open("options").read()()  #? ? (open("options").read()(): what `open.read` of a library gives is not known)


class Circle:
    def __init__(self):
        self.one = self.other
        self.other = self.one


Circle().one  #? ? (self.one: rests on itself)
