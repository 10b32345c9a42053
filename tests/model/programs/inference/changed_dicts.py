"""Dicts that are kept in attributes, or come from a call, with what changes them."""

import elsewhere
import torch

DEFAULTS = {"workers": 4}


class Kept:
    def __init__(self):
        self.options = {"workers": 4}
        self.updated = {"workers": 4}
        self.updated.update(workers=8)
        self.filled = {}
        self.filled["workers"] = 2


kept = Kept()
kept.options["workers"]  #? 4
kept.updated["workers"]  #? 8
kept.filled["workers"]  #? 2


def make(workers):
    return {"workers": workers, "seed": 0}


make(6)["workers"]  #? 6
made = make(3)
made["workers"]  #? 3
made["seed"] = 1
made["seed"]  #? 1
DEFAULTS["workers"]  #? 4


def inside():
    inner = {"workers": 1}
    inner["workers"]  #? 1
    for name in ("seed", "workers"):
        inner[name] = 5
    return inner["workers"]  #? 5


counted = {"workers": 1}
counted["workers"] += 1
counted["workers"]  #? ?  # could be 2


NESTED = {"data": {"workers": 4, "loader": {"pin": True}}, "written": {"workers": 1}, "model": {"depth": 2}}
NESTED["data"]["workers"]  #? 4
NESTED["data"]["loader"]["pin"]  #? True


def nested(given):
    return given["data"]["workers"]


def written(part):
    part["workers"] = 8
    return part["workers"]


nested(NESTED)  #? 4
written(NESTED["written"])
NESTED["written"]["workers"]  #? 1 | 8

EMPTIED = {"data": {"workers": 4}}
EMPTIED["data"].clear()
EMPTIED["data"]["workers"]  #? ?

NAMED = {"workers": 4}
ALIAS = NAMED
NAMED["workers"]  #? 4
ALIAS["workers"]  #? 4

CHANGED = {"workers": 4}
OTHER = CHANGED
OTHER["workers"] = 2
CHANGED["workers"]  #? ?  # could be 2


def merged(first, second):
    both = dict(first)
    both.update(second)
    return both


def marked(first):
    both = first.copy()
    both["seed"] = 1
    return both


merged(NAMED, {"workers": 2})["workers"]  #? 2
merged(NAMED, {"seed": 2})["workers"]  #? 4
dict(**marked(NAMED))["workers"]  #? 4

told = {"workers": 4}
print(f"with {told}")
told["workers"]  #? 4
held = {"workers": 4}
holder = {"options": held}
holder["options"]["workers"] = 0
held["workers"]  #? ?


SAVED = {"workers": 4}
saved = {"config": SAVED, "epoch": 3}
torch.save(saved, "model.pt")
torch.save({"run": {"config": SAVED}}, "run.pt")
SAVED["workers"]  #? 4

SENT = {"workers": 4}
sent = {"config": SENT}
elsewhere.use(sent)
SENT["workers"]  #? ?  # could be 4

REACHED = {"workers": 4}
reached = {"config": REACHED}
reached["config"]["workers"] = 2
REACHED["workers"]  #? ?  # could be 2

POPPED = {"workers": 4, "seed": 0, "gpu": 1}
POPPED.pop("gpu", None)
del POPPED["seed"]
POPPED["workers"]  #? 4
POPPED.get("gpu", 2)  #? 2
POPPED.get("seed", 3)  #? 3


def taken_out(options):
    seed = options.pop("seed", None)
    return options["workers"]


taken_out({"workers": 6, "seed": 1})  #? 6


def perhaps_taken_out(options, short):
    options = dict(options)
    if short:
        options.pop("workers")
    return options.get("workers", 1)


perhaps_taken_out({"workers": 6}, elsewhere.short)  #? 6 | 1


class Passing:
    def __init__(self, **kwargs):
        self.kwargs = kwargs

    def fewer(self):
        kwargs = self.kwargs.copy()
        kwargs.pop("seed", None)
        return dict(**kwargs)["workers"]


Passing(workers=5, seed=1).fewer()  #? 5


class Keeping:
    def __init__(self, seed=0, **options):
        self.options = options
        self.handed = options
        elsewhere.change(self.handed)


keeping = Keeping(workers=5, seed=1)
keeping.options["workers"]  #? ?  # could be changed elsewhere


def put_in_place(options=None):
    if options is None:
        options = dict(workers=3)
    return dict(**options)["workers"]


put_in_place()  #? 3
put_in_place(None)  #? 3
put_in_place({"workers": 2})  #? 2
