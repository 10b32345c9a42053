"""Classes and functions that are looked up in registries, by a name that may be known or not."""

import argparse

from data import films
from data.registry import KINDS, LOADED, FILLED, make, of_kind
from sound import SOUNDS, VIEWS

parser = argparse.ArgumentParser()
parser.add_argument("--data", default="images")
parser.add_argument("--kind")
args = parser.parse_args()

KINDS["images"]()  #? Images()
KINDS[args.data]()  #? Images()
KINDS[args.kind]()  #? Texts() | Images() | ?
KINDS["maps"]()  #? Texts() | Images() | ?
make(args.data)  #? Images()
make(args.kind)  #? Texts() | Images() | ?
of_kind("waves")  #? Waves()
SOUNDS.get("Noise")(8)  #? Noise()
SOUNDS.get("noise", None)(8)  #? Noise()
SOUNDS.get(args.kind)(8)  #? Noise() | Tones() | ?
VIEWS.get("side")()  #? Side()
VIEWS.get(args.kind)()  #? Side() | ?
FILLED["images"]  #? ?
