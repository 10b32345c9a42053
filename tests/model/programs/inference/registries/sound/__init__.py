from .registry import Registry

SOUNDS = Registry("sounds")
VIEWS = Registry("views")
