"""What objects are given for the fields that their class declares."""

import argparse
import dataclasses
import json
from typing import ClassVar, NamedTuple

from attrs import define


@dataclasses.dataclass
class Sizes:
    kind: ClassVar[str] = "sizes"
    batch: int
    workers: int = 2
    seed: int = 0

    def twice(self):
        return 2 * self.workers


@dataclasses.dataclass
class Large(Sizes):
    factor: int = 8


class Point(NamedTuple):
    x: int
    y: int = 7


@define
class Run:
    name: str
    epochs: int = 5


def by_position():
    sizes = Sizes(16, 3)
    sizes.batch  #? 16
    sizes.workers  #? 3
    sizes.seed  #? 0
    sizes.kind  #? 'sizes'
    large = Large(32, 4, factor=9)
    large.batch  #? 32
    large.workers  #? 4
    large.factor  #? 9
    point = Point(5)
    point.x  #? 5
    point.y  #? 7
    Run("a", 3).epochs  #? 3


def by_a_dict():
    settings = {"batch": 16, "workers": 6}
    sizes = Sizes(**settings)
    sizes.batch  #? 16
    sizes.workers  #? 6
    sizes.seed  #? 0
    Sizes(8, **{"seed": 3}).seed  #? 3


def by_replacing(rest):
    sizes = dataclasses.replace(Sizes(16, 3), workers=5)
    sizes.batch  #? 16
    sizes.workers  #? 5
    dataclasses.replace(sizes, seed=2).workers  #? 5
    sizes.twice()  #? 10
    dataclasses.replace(sizes, **rest).workers  #? ?


def by_a_dict_of_fields():
    held = dataclasses.asdict(Sizes(16, 3))
    held["batch"]  #? 16
    held["seed"]  #? 0
    Sizes(**{**dataclasses.asdict(Sizes(16, 3)), "workers": 1}).batch  #? 16


def by_what_is_not_known(path, rest):
    with open(path) as file:
        sizes = Sizes(batch=4, **json.load(file))
    sizes.batch  #? 4
    sizes.workers  #? ?
    Sizes(*rest).batch  #? ?
    Sizes(2, *rest).batch  #? 2
    Sizes(2, *rest).seed  #? ?


def by_the_command_line():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    sizes = Sizes(**vars(args))
    sizes.batch  #? 64?
    sizes.workers  #? 1?
    sizes.seed  #? ?  # could be 0


@dataclasses.dataclass
class Derived:
    total: int = dataclasses.field(init=False, default=1)
    size: int = 5


@dataclasses.dataclass
class ByKeyword:
    first: int = dataclasses.field(kw_only=True, default=1)
    second: int = 5


def by_position_of_some():
    Derived(8).size  #? ?  # could be 8
    ByKeyword(8).second  #? ?  # could be 8


@dataclasses.dataclass(kw_only=True)
class Kept:
    sizes: Sizes
    name: str

    def get(self):
        self.sizes.batch  #? 24  # of an object of which no call is seen: what the calls in its file give


def makes():
    Kept(name="a", sizes=Sizes(24, 1))
