"""Comparisons with the version of torch, in a project that supports 2.0 and later."""

import torch
from packaging import version

torch.__version__ >= "1.8"  #? True
torch.__version__ < "1.8.0"  #? False
"1.8" <= torch.__version__  #? True
"1.8" > torch.__version__  #? False
torch.__version__ == "1.13.1"  #? False
torch.__version__ != "1.13.1"  #? True
version.parse(torch.__version__) >= version.parse("1.8")  #? True
version.parse(torch.__version__) >= version.parse("2.0")  #? True
version.parse(torch.__version__) >= version.parse("2.4")  #? ?
version.parse(torch.__version__) > version.parse("2.0.0")  #? ?
tuple(int(part) for part in torch.__version__.split(".")[:2]) >= (1, 8)  #? True
int(torch.__version__[0]) > 1  #? ?  # could be True
version.parse(torch.version.cuda) >= version.parse("1.8")  #? ?
version.parse(torch.__version__) >= version.parse(undefined)  #? ?
torch.__version__ >= ("1.8" if undefined else "2.4")  #? ?
torch.__version__ + "1.8"  #? ?

TORCH = version.parse(torch.__version__)
OLD = version.parse("1.8")
TORCH < OLD  #? False
not TORCH < OLD  #? True
is_old = TORCH < OLD
is_old  #? False


def pick():
    if TORCH >= OLD:
        chosen = "new"
    else:
        chosen = "old"
    return chosen


def pick_early():
    if TORCH < OLD:
        return "old"
    return "new"


pick()  #? 'new'
pick_early()  #? 'new'
"new" if TORCH >= OLD else "old"  #? 'new'

if torch.__version__ >= "1.8":
    workers = 4

    def build():
        return "new"

else:
    workers = 2

    def build():
        return "old"


workers  #? 4
build()  #? 'new'


def at_least(lowest):
    if torch.__version__ >= lowest:
        return "new"
    return "old"


at_least("1.8")  #? 'new' | 'old'
at_least("9.8")  #? 'new' | 'old'
