from .registry import make
