"""Objects that hold settings: what the program itself puts into them."""

from argparse import Namespace
from types import SimpleNamespace

from easydict import EasyDict
from yacs.config import CfgNode

cfg = CfgNode()
cfg.WORKERS = 4
cfg.WORKERS  #? 4?
cfg.MISSING  #? ?
cfg.clone().WORKERS  #? 4?

easy = EasyDict({"workers": 2, "nested": {"depth": 3}})
easy.workers  #? 2
easy["workers"]  #? 2
easy.nested.depth  #? 3
easy["added"] = 5
easy.added  #? 5?

plain = SimpleNamespace(workers=1)
plain.workers  #? 1
plain.get = 5

args = Namespace(workers=8)
args.workers = 6
args.workers  #? 8? | 6?  # could be 6


class Defaults(CfgNode):
    def __init__(self):
        super().__init__()
        self.SEED = 7


Defaults().SEED  #? 7


class Attributes(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


own = Attributes({"workers": 3, "data": {"workers": 2}})
own.workers  #? 3?
own["workers"]  #? 3?
own.get("workers", 1)  #? 3?
own.data.workers  #? 2
own.missing  #? ?
own.SEED = 5
own.SEED  #? 5?
own.keys  #? ?
Attributes(workers=6).workers  #? 6?


class Filled:
    def __init__(self, **settings):
        self.name = "filled"
        self.__dict__.update(settings)


class Copied:
    def __init__(self, settings):
        for key, value in settings.items():
            setattr(self, key, value)


filled = Filled(**{"workers": 4})
filled.workers  #? 4? | 2?
filled.name  #? 'filled'?
filled.workers = 2
filled.workers  #? 4? | 2?
Copied({"workers": 7}).workers  #? 7?
SimpleNamespace(**{"workers": 3}).workers  #? 3

given = Namespace(seed=1)
for key, value in {"workers": 4, "seed": 2}.items():
    setattr(given, key, value)
given.workers  #? 4?
given.seed  #? 1? | 2?
updated = Namespace(seed=1)
vars(updated).update({"workers": 6})
updated.workers  #? 6?
held = Namespace()
held.__dict__.update({"workers": 8})
held.workers  #? 8?


class Declared(dict):
    __getattr__ = dict.get

    workers: int
    size: int


Declared({"workers": 5}).workers  #? 5?


def made():
    settings = type("Settings", (), {"workers": 6, "size": 3})()
    settings.depth = 2
    return settings


made().workers  #? 6
made().depth  #? 2?
type("Settings", (object,), {"workers": 6}).workers  #? 6
type("Own", (Declared,), {"workers": 6})().workers  #? ?
type(made())  #? type()
