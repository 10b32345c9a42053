"""The registries of libraries."""

import sys

from fvcore.common.registry import Registry
from mmengine.registry import DATASETS as OTHERS
from mmengine.registry import Registry as Other

BOXES = Registry("boxes")
KEPT = Other("kept")


@BOXES.register()
class Small:
    pass


@BOXES.register("two")
@KEPT.register_module()
class Large:
    def __init__(self, size=2):
        self.size = size


@BOXES.register()
def medium(size=3):
    return Large(size)


@OTHERS.register_module()
class Elsewhere:
    pass


BOXES.get("Small")()  #? Small()
BOXES.get("two")()  #? Large()
BOXES.get("medium")()  #? Large()
BOXES.get(sys.argv[1])()  #? Small() | Large() | ?
KEPT.get("Large")(4).size  #? 4
KEPT["Large"]().size  #? 2
OTHERS.get("Elsewhere")()  #? ?
