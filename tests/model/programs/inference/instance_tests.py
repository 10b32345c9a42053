"""What `isinstance` gives."""

import argparse
from collections.abc import Mapping, Sequence

import torch


class Base:
    pass


class Derived(Base):
    pass


class Unseen(torch.Loaf):
    pass


def is_dict(settings):
    return isinstance(settings, (dict, Mapping))


options = {"workers": 4}
isinstance(options, dict)  #? True
isinstance(options, Mapping)  #? True
isinstance(options, list)  #? False
isinstance(options, list | dict)  #? True
isinstance([1, 2], (list, tuple))  #? True
isinstance([1, 2], Sequence)  #? True
isinstance("train", str)  #? True
isinstance("train", Base)  #? False
isinstance(4, float)  #? False
isinstance(None, str)  #? False
isinstance(Derived(), Base)  #? True
isinstance(Base(), Derived)  #? False
isinstance(Derived(), (dict, Base))  #? True
isinstance(Unseen(), Base)   #? False
isinstance(options, torch.Tensor)   #? isinstance()
is_dict(options)  #? True
is_dict(4)  #? False

parser = argparse.ArgumentParser()
parser.add_argument("--name", default="a")
args = parser.parse_args()
isinstance(args.name, str)  #? True?
