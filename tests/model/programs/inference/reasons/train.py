"""Why something is not known: said at the place where the way is lost."""

import argparse
import os
import pickle
import time
from functools import partial

import click
import hydra
import torch.multiprocessing as mp
import tools
from tools import MISSING
from torch.utils.data import DataLoader, Dataset
from yacs.config import CfgNode

from . import gone

parser = argparse.ArgumentParser()
parser.add_argument("--workers", type=int, required=True)
parser.add_argument("--limit", type=int, default=None)
args = parser.parse_args()
args.workers  #? ? (args.workers: an option of the command line, of which no default is seen)

cfg = CfgNode()
cfg.WORKERS  #? ? (cfg.WORKERS: no file, call or assignment is seen to give these settings a default for it)


def make(data, workers):
    return DataLoader(data, num_workers=workers)  #? torch.utils.data.DataLoader()


def build(n):
    return n  #? ? (n: a parameter of `build`, and no call of it is seen that leads here)


@hydra.main(config_path=None)
def main(options):
    return options.workers  #? ? (hydra.main(config_path=None): of a settings file, and which one is not seen)


@click.command()
@click.argument("size")
@click.option("--workers", type=int)
def clicked(size, workers, other):
    size  #? ? (click.argument("size"): an option of the command line, of which no default is seen)
    workers  #? ? (click.option("--workers", type=int): an option of the command line, of which no default is seen)
    return other  #? ? (other: a parameter of `clicked`, which a decorator calls)


@make
def task(options):
    return options.workers  #? ? (options: a parameter of `task`, which a decorator calls)


def further(*rest, **named):
    return rest  #? ? (rest: the further arguments of `further`, whatever they are)


def named(**rest):
    return rest["workers"]  #? ? (rest: the further arguments of `named`, whatever they are)


def given(workers):
    return workers


given()  #? ? (given(): `given` does not take these arguments: the call raises)
given(*args)  #? ? (workers: may be among the arguments that a call of `given` spreads with a star)
given(**vars(args))  #? ? (args: an option of the command line, of which no default is seen)


class Images(Dataset):
    pass


class Sounds(Dataset):
    pass


DATASETS = {"images": Images, "sounds": Sounds}
DATASETS[args.name]  #? Images | Sounds
GROWING = {"images": Images, "sounds": Sounds}
GROWING[args.other] = args.cls
GROWING[args.name]  #? Images | Sounds | ? (GROWING[args.name]: chosen by name from `GROWING`, 2 candidates)
{"a": 1, "b": 2}[args.name]  #? ? ({"a": 1, "b": 2}[args.name]: looked up under a key that is not known)
options = {"a": 1}
options["b"]  #? ? (options["b"]: the dict holds no `b`, as far as is seen)
given(**options)  #? ? (workers: a parameter of `given` that the call leaves out)
made = dict([1])
given(**made)  #? ? ([1]: not a dict whose entries are seen)

MISSING  #? ? (from tools import MISSING: `tools.MISSING` is not set at the top level of the module)
tools.OTHER  #? ? (tools.OTHER: `tools.OTHER` is not set at the top level of the module)
gone  #? ? (from . import gone: imported from `.gone`, which is not found in the project)

count = 1
count += 1
count  #? 2
for _ in range(args.name):
    count += 1
count  #? 2 | ? (count += 1: changed step by step, as by `+=`)
count + 1  #? ? (count += 1: changed step by step, as by `+=`)

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


again(3)  #? ? (again(n - 1): `again` calls itself)


async def later():
    return await count


later()  #? ? (later(): `later` is a coroutine)


def nothing():
    pass


nothing()  #? ? (nothing(): `nothing` returns nothing that is seen)
Images()()  #? ? (Images()(): what a call of an object gives is not followed)
partial(4)()  #? ? (partial(4): `partial` of something that is no function or class of the project)
Images().width  #? ? (Images().width: `torch.utils.data.Dataset`, a class that is not of the project, may have it)


class Plain:
    def __init__(self):
        self.total = 0
        self.total += 1


Plain().width  #? ? (Plain().width: nothing is seen to set it in `Plain`)
Plain().total  #? 0 | ? (self.total += 1: changed step by step, as by `+=`)
[1, 2].width  #? ? ([1, 2].width: what attributes and methods of a list or tuple give is not followed)
None.width  #? ? (None.width: its owner is None, as far as is seen)
Plain()[0]  #? ? (Plain()[0]: what an object of `Plain` gives for a key or a number is not followed)
[1, 2][5]  #? ? ([1, 2][5]: the list has no such item, as far as is seen)
3[0]  #? ? (3[0]: part of 3, which has none)
tools()  #? ? (tools(): `tools` is a module, which cannot be called)
Plain()["a"]  #? ? (Plain()["a"]: what an object of `Plain` gives for a key or a number is not followed)
f"{count}"  #? ? (f"{count}": worked out when the program runs)
time.time() // 4  #? ? (time.time() // 4: rests on what `time.time` gives when the program runs)
(1 if args.n else 2) * 4  #? ? ((1 if args.n else 2) * 4: not worked out: a part of it may be one of several values)
args.limit // 2  #? ? (args.limit // 2: not worked out: a part of it is None, or the like, by default)
given(**pickle.load(text))  #? ? (pickle.load(text): what `pickle.load` gives is not known: it is not of the project)
-"a"  #? ? (-"a": not worked out: a part of it is not a single known constant)
(1 if args.n else None) is None  #? ? ((1 if args.n else None) is None: may be so or not, as far as is seen)


def several(n):
    if n == 1:
        return args.first
    return args.second


several(args.n)  #? ? (args.first: no option `first` of the command line is seen)


def handed(options):
    return {**options}["workers"]  #? ? (options: a parameter of `handed`, and no call of it is seen that leads here)


def handed_one(options):
    return {**options}["workers"]  #? ? (options: a dict that calls of `handed_one` give, each perhaps another)


handed_one({"workers": 1})
handed_one({"workers": 2})


def handed_alike(options):
    return {**options}["workers"]  #? 1


handed_alike({"workers": 1, "size": 4})
handed_alike({"workers": 1, "size": 8})


def kept_too(**options):
    return {**options}["workers"]  #? ? (options: the further arguments of `kept_too`, whatever they are)


def started(rank, workers):
    return workers  #? ? (workers: a parameter of `started`, which another process starts with arguments that are not seen)


mp.spawn(started, args=args)

options["c"] = 3
options.pop("a")
given(**options)  #? ? (workers: a parameter of `given` that the call leaves out)


def rebound(options):
    options = options or {}
    options.clear()
    return dict(**options)["workers"]  #? ? (options.clear(): a dict may be changed here, in ways that are not followed)


def looped(n):
    while n:
        n = given(n)
        n  #? ? (n: a parameter of `looped`, and no call of it is seen that leads here)


class Fields:
    workers: int = 1


Fields(4).workers  #? ? (Fields(4).workers: a field of `Fields`, given by position)
Fields(*args).workers  #? ? (Fields(*args).workers: may be among the arguments that a call of `Fields` spreads with a star)
super().width  #? ? (super(): not in a class of which the bases are seen)
open("options").read()()  #? ? (open("options").read(): what `open.read` gives is not followed)


class Circle:
    def __init__(self):
        self.one = self.other
        self.other = self.one


Circle().one  #? ? (self.one: rests on itself)


def first(n):
    return second(n)


def second(n):
    return third(n)


def third(n):
    return fourth(n)


def fourth(n):
    return fifth(n)


def fifth(n):
    return sixth(n)


def sixth(n):
    return seventh(n)


def seventh(n):
    return eighth(n)


def eighth(n):
    return ninth(n)


def ninth(n):
    return tenth(n)


def tenth(n):
    return n


first(1)  #? ? (tenth(n): `tenth` lies too deep in calls of other functions to be followed)

shared = {"workers": 1}
holder = [shared]
given(**shared)  #? ? (shared: a dict goes from here to code that may change it)
filled = {}
for key in args.keys:
    filled[key] = 1
given(**filled)  #? ? (key: a dict is filled here, under a key that is not known)
Plain() + 1  #? ? (Plain() + 1: what this gives for objects of `Plain` is not followed)
rows = pickle.load(text)["rows"].first()
rows()  #? ? (pickle.load(text)["rows"].first(): nothing is known of the parts of what `pickle.load` gives, which is not of the project)
max(os.cpu_count(), 1) // 2  #? ? (max(os.cpu_count(), 1) // 2: rests on what `os.cpu_count` gives when the program runs)


class Kinds:
    def __init__(self, kind):
        if kind == "test":
            self.rows = 1


Kinds("train").rows  #? ? (Kinds("train").rows: `Kinds` sets it only in code that does not run for this object, as far as is seen)


class MadeUp(Base):
    def __getattr__(self, name):
        return names[name]


MadeUp().rows  #? ? (MadeUp().rows: `MadeUp` makes it up in `__getattr__`, which is not followed)

tables = {}
tables["rows"] = {"n": 1}
given(**tables["rows"])  #? ? ({"n": 1}: a dict that is made here, and that code which comes to it by another name may change)
