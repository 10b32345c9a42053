"""What attributes of the program's own objects mean, along their classes."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Data:
    split = "train"

    def __init__(self, root, workers=4):
        self.root = root
        self.workers = workers
        self.rng = np.random.default_rng()
        self.low, self.high = 0, 255
        self.cache = None

    def load(self):
        self.cache = {}
        return self.workers  #? 2 | 4

    @property
    def doubled(self):
        return 2 * self.workers

    @staticmethod
    def suffix():
        return ".png"

    @classmethod
    def small(cls):
        return cls("small", 1)

    def itself(self):
        return self


data = Data("images", workers=2)
data  #? Data()
Data  #? Data
data.root  #? 'images'
data.workers  #? 2
Data("other").workers  #? 4
data.rng  #? numpy.random.default_rng()
data.rng.normal  #? numpy.random.default_rng().normal
data.high  #? 255
data.cache  #? None | {}
data.split  #? 'train'
data.load  #? Data().load
data.load()  #? 2
data.doubled  #? 4
data.suffix()  #? '.png'
Data.suffix()  #? '.png'
Data.split  #? 'train'
Data.small()  #? Data()
data.itself().workers  #? 2
data.missing  #? ?


class Augmented(Data):
    split = "val"

    def __init__(self, root):
        super().__init__(root, workers=8)
        self.strength = 0.5

    def load(self):
        return super().load()


augmented = Augmented("images")
augmented.workers  #? 8
augmented.root  #? 'images'
augmented.strength  #? 0.5
augmented.split  #? 'val'
augmented.load()  #? 8


class Inherits(Data):
    pass


Inherits("images", 3).workers  #? 3


class Bare:
    split = "test"


Bare().split  #? 'test'


@dataclass
class Options:
    workers: int = 4
    pin: bool = False


Options().workers  #? 4
Options(workers=1).workers  #? 1
Options(1, True).pin  #? True


class Point(NamedTuple):
    x: int = 0


Point(x=5).x  #? 5

unknown = Data("images") if data.load() else None
unknown.workers  #? 4


class Shelf:
    class Box:
        size = 3


Shelf.Box  #? Box
Shelf.Box().size  #? 3


class Skips(Data):
    def __init__(self, root):
        self.root = root


class SkipsToo(Skips):
    def __init__(self, root):
        super().__init__(root)


class ByName(Skips, Data):
    def __init__(self, root):
        Skips.__init__(self, root)
        Data.__init__(self, root)


Skips("images").root  #? 'images'
Skips("images").workers  #? ?
SkipsToo("images").workers  #? ?
ByName("images").workers  #? 2 | 4


class Settings:
    batch_size = 8

    def __init__(self):
        self.workers = 3


settings = Settings()
settings.batch_size = 16
settings.workers = 4
settings.batch_size  #? 16
settings.workers  #? 3 | 4  # could be 4
Settings().workers  #? 3
by_name = Settings()
setattr(by_name, "workers", 7)
by_name.workers  #? 3 | 7  # could be 7


class Fixed:
    workers = 1


Fixed.workers = 2
Fixed.workers  #? 1 | 2  # could be 2
Fixed().workers  #? 1 | 2  # could be 2


def without_workers(settings):
    settings.workers = 0


handed_on = Settings()
without_workers(handed_on)
handed_on.workers  #? 3 | 0  # could be 0


class FilledIn:
    def __init__(self, size=None):
        self.size = size
        if self.size is None:
            self.size = 3


class FilledInFromBody:
    size = None

    def __init__(self):
        if self.size is None:
            self.size = 3


class FilledInLater:
    size = None

    def setup(self):
        if self.size is None:
            self.size = 3


@dataclass
class FilledInField:
    count: int = 2
    size: int | None = None
    limit: int | None = 5
    rest: int = 0

    def __post_init__(self):
        if self.size is None:
            self.size = self.count * 2
        if not self.rest:
            self.rest = 9
        if self.limit > 3:
            self.limit = 3


FilledIn().size  #? 3
FilledIn(2).size  #? 2
FilledInFromBody().size  #? 3
FilledInLater().size  #? None | 3
FilledInField().size  #? 4
FilledInField(size=1).size  #? 1
FilledInField().limit  #? 5 | 3
FilledInField().rest  #? 9
FilledInField(rest=3).rest  #? 3


@dataclass
class Part:
    size: int | None = None


@dataclass
class Whole:
    part: Part

    def __post_init__(self):
        if self.part.size is None:
            self.part.size = 8


Whole(part=Part(size=2)).part.size  #? 2 | 8
Whole(part=Part()).part.size  #? None | 8


class Noted:
    def __init__(self, options):
        self.options = options
        self.noted = []

    def __getattr__(self, name):
        value = getattr(self.options, name)
        self.noted.append(name)
        return value


class Kept:
    workers = 4


Noted(Kept()).workers  #? 4
Noted(Kept()).noted  #? []
Noted(Kept()).missing  #? ?
