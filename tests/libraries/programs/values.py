import argparse
import collections
import copy
import dataclasses
import functools
import itertools
import math
import types

import accelerate
import addict
import easydict
import fvcore.common.config
import ml_collections
import torch
import yacs.config
from lightning.fabric import Fabric


def double(number, times=2):
    return number


class Base:
    def size(self):
        return 3


class Derived(Base):
    def size(self):
        return super().size()


@dataclasses.dataclass
class Sizes:
    n: int


class Net(torch.nn.Module):
    pass


inherited = Derived().size()  #? = 3
evaluated = eval("Base")().size()  #? = 3
replaced = dataclasses.replace(Sizes(n=3), n=17).n  #? = 17
held = dataclasses.asdict(Sizes(n=18))["n"]  #? = 18
imported = __import__("torch.utils").nn  #? = torch.nn
bound = functools.partial(double, 2)()  #? = 2
available = torch.cuda.is_available()  #? = True | False
copied = copy.copy(4)  #? = 4
deeply = copy.deepcopy(5)  #? = 5
variable = torch.autograd.Variable(6)  #? = 6
rounded_up = math.ceil(7.5)  #? = 8
rounded_down = math.floor(7.5)  #? = 7
number = int("7")  #? = 7
gpus = 2 * torch.cuda.device_count()  #? = a number
entry = dict(n=8)["n"]  #? = 8
moved = Net().cuda()  #? = Net()

accelerator = accelerate.Accelerator()
second = accelerator.prepare(9, 10)[1]  #? = 10
prepared = accelerator.prepare_data_loader(11)  #? = 11
set_up = Fabric().setup_dataloaders(12, 13)[0]  #? = 12

for again in itertools.repeat(14):
    element = again  #? = 14

options = {"n": 15}
print(sorted(options))
listed = options["n"]  #? = 15
others = {"n": 16}
copy.replace(others)
replaced = others["n"]  #? = 16

parser = argparse.ArgumentParser()
parser.add_argument("--workers", default=17)
args = parser.parse_args()
from_command_line = args.workers  #? = 17?
known, rest = parser.parse_known_args()
from_known = known.workers  #? = 17?

namespace = argparse.Namespace(n=18)
from_namespace = namespace.n  #? = 18
simple = types.SimpleNamespace(n=19)
from_simple = simple.n  #? = 19
easy = easydict.EasyDict(n=20)
from_easy = easy.n  #? = 20
added = addict.Dict(n=21)
from_added = added.n  #? = 21
node = yacs.config.CfgNode()
node.n = 22
from_node = node.n  #? = 22?
core = fvcore.common.config.CfgNode()
core.n = 23
from_core = core.n  #? = 23?
config = ml_collections.ConfigDict()
config.n = 24
from_config = config.n  #? = 24?
#---
from torch.utils.data import *

loader = DataLoader  #? = torch.utils.data.DataLoader
total = sum  #? = sum
#---
from torch.nn import *

total = sum  #? = sum
#---
from torch import *

total = sum  #? = ?
#---
from numpy import *

total = sum  #? = ?
#---
from math import *

total = pow  #? = ?
#---
from cmath import *

total = pow  #? = ?
#---
from pylab import *

total = sum  #? = ?
#---
from jax.numpy import *

total = sum  #? = ?
#---
from sympy import *

total = sum  #? = ?
#---
import torch

is_new = torch.__version__ >= "1.8"  #? = True

#---
import typing

told = typing.cast(int, 17)  #? = 17
told_of = typing.cast(dict, {"n": 18})["n"]  #? = 18
