"""Dicts of options: what they hold once they are built, and what a call gets from them."""

import sys

options = {"workers": 4, "pin": True}  #? {'workers': 4, 'pin': True}
options["workers"]  #? 4
options["missing"]  #? ?

options["workers"] = 2
options["workers"]  #? 2
options.update(pin=False)
options["pin"]  #? False
if sys.argv:
    options["workers"] = 0
options["workers"]  #? 2 | 0

made = dict(options, seed=1)
made["seed"]  #? 1
made["pin"]  #? False
made.copy()["seed"]  #? dict.copy()[str]  # could be 1

base = {"workers": 4, "seed": 1}
joined = {**base, "seed": 2}
joined["seed"]  #? 2
joined["workers"]  #? 4
either_way = base | {"depth": 3}
either_way["depth"]  #? ?  # could be 3

key = "seed"
joined[key]  #? 2
joined["seed" if sys.argv else "workers"]  #? 2 | 4


def opened(path, files={}):
    if path not in files:
        files[path] = 7
    return files[path]


opened("rows")  #? 7
joined[sys.argv[1]]  #? ?

either = {"a": 1} if sys.argv else {"a": 2, "b": 3}
either["a"]  #? 1 | 2
either["b"]  #? 3  # or it raises
either.get("b", 4)  #? 3 | 4

sizes = {split: 64 if split == "train" else 8 for split in ("train", "val")}
sizes["train"]  #? 64
sizes["val"]  #? 8

changed = {"workers": 4}
sys.modules.update(changed)
changed.pop("workers")
changed["workers"]  #? ?  # raises

given = {"workers": 4}
print(given)
sorted(given)
given["workers"]  #? 4


def adds(target):
    target["workers"] = 16


def reads(target):
    return target["workers"]


handed = {"workers": 4}
reads(handed)  #? 4
handed["workers"]  #? 4
adds(handed)
handed["workers"]  #? ?  # could be 16


def start(workers=1, *, seed=0, **rest):
    return workers, seed


start(**{"workers": 3})  #? (3, 0)
start(2, **{"seed": 5})  #? (2, 5)
start(**made)  #? (2 | 0, 1)
start(**joined, depth=3)  #? (4, 2)
start(**base)  #? (4, 1)
start(**(given | {"seed": 3}))  #? (4, 3)


def passes_on(**kwargs):
    return start(**kwargs)


passes_on(workers=7)  #? (7, 0)
passes_on(seed=7)  #? (1, 7)


class Adam: ...


class Sgd: ...


{"adam": Adam, "sgd": Sgd}[sys.argv[1]]  #? Adam | Sgd
{"adam": Adam, "sgd": Sgd}["sgd"]()  #? Sgd()


def by_default(options=None):
    options = {} if options is None else options
    return options.get("workers", 2)


def or_empty(options=None):
    options = options or {}
    return options.get("workers", 2)


by_default()  #? 2
by_default({"workers": 6})  #? 6
by_default({"seed": 6})  #? 2
or_empty()  #? 2
or_empty({"workers": 6})  #? 6
not {"workers": 6}  #? False
not {}  #? ?  # could be True

taken = {"seed": 1}
for name, value in base.items():
    taken[name] = value
taken["workers"]  #? 4
taken["seed"]  #? 1


def takes_workers(workers=0, **rest):
    return rest.get("workers", 7)


def hands_on(**options):
    return takes_workers(**options)


takes_workers(workers=3)  #? 7
hands_on(workers=3, pin=True)  #? 7

again = {"workers": 4, "seed": 0}
again = {key: value for key, value in again.items()}
again["workers"]  #? 4


def copied(again):
    again = {key: value for key, value in again.items()}
    return again["workers"]


copied({"workers": 4, "seed": 0})  #? 4


listed = dict([("a", 1), ("b", 2)])
listed["b"]  #? 2


class Rows:
    def __init__(self, path):
        self.path = path


paths = {split: f"{split}.json" for split in sys.argv}
rows = {split: Rows(path) for split, path in paths.items()}  # whatever the keys are, if it holds one, it is this
rows["train"]  #? Rows()
rows["train"].path  #? 'train.json'
rows.get("train")  #? Rows() | None
{name: Rows(name) for name in sys.argv if name}["val"].path  #? 'val'
{name.lower(): Rows(name) for name in sys.argv}["val"]  #? ?  # could be Rows()
{name: name for name in rows.keys()}["val"]  #? 'val'
{path: path for path in paths.values()}["val"]  #? ?  # could be 'val'
{name: value for name, value in options.items() if name != "pin"}["workers"]  #? 2 | 0
{name: value for name, value in sys.modules.items()}["sys"]  #? ?


def passes_all(*args, **kwargs):
    return start_with(*args, **kwargs)


def start_with(model, args=None):
    return args


passes_all("resnet", args=4)  #? 4  # the name of `*args` is none that a keyword goes to

left = {"workers": 4, "seed": None, "depth": 2}
some = {name: value for name, value in left.items() if value is not None}
some["workers"]  #? 4
some.get("seed", 5)  #? 5
others = {name: value for name, value in left.items() if name != "depth" and name in sys.argv}
others.get("workers", 1)  #? 4 | 1
others.get("depth", 3)  #? 3
