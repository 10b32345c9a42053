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
easy.nested.depth  #? ?  # could be 3

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
