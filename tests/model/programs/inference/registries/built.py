"""What registries build as settings say."""

import sys

from mmcv.utils import Registry, build_from_cfg

BOXES = Registry("boxes")


@BOXES.register_module()
class Box:
    def __init__(self, size=2, depth=1):
        self.size = size
        self.depth = depth


@BOXES.register_module()
class Crate(Box):
    pass


chosen = {"type": "Box", "size": 4}
BOXES.build(chosen)  #? Box()
BOXES.build(chosen).size  #? 4
BOXES.build(chosen).depth  #? 1
BOXES.build({"type": Crate, "size": 4})  #? Box() | Crate() | ?  # could be Crate()
BOXES.build(sys.argv)  #? Box() | Crate() | ?
build_from_cfg(chosen, BOXES).size  #? 4
build_from_cfg(chosen, registry=BOXES, default_args={"depth": 3})  #? Box()
build_from_cfg(chosen)  #? ?  # raises
