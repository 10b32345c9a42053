"""NumPy: its random streams, measured in forked and spawned workers (FACTS.md 1)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Data, Fact, Family, Gives, Rng, Varies, View

ALIASES: Final = {"numpy.random.mtrand": "numpy.random"}

#: Methods of arrays, and attributes, that give a view (measured: `reshape` and `ravel` may copy).
VIEW_METHODS: Final = frozenset({"transpose", "swapaxes", "squeeze", "view", "T"})

#: Methods of arrays that give a new one (measured: its memory runs forwards).
COPYING_METHODS: Final = frozenset({"copy", "astype", "clip", "round", "repeat", "take"})

_VIEWS = (
    "asanyarray", "transpose", "swapaxes", "moveaxis", "rollaxis", "expand_dims", "squeeze",
    "atleast_2d", "atleast_3d",
)  # fmt: skip

_NEW = (
    "ascontiguousarray", "zeros", "ones", "full", "empty", "arange", "copy", "stack", "concatenate", "pad",
)  # fmt: skip

FACTS: Final = (
    Fact("numpy.**", plain=True, shadows=True),
    *(Fact(f"numpy.{name}", data=Data.ARRAY, view=View.BACKWARDS) for name in ("flip", "fliplr", "flipud")),
    Fact("numpy.rot90", data=Data.ARRAY, view=View.TURNED),
    *(Fact(f"numpy.{name}", data=Data.ARRAY, view=View.ALIKE) for name in _VIEWS),
    *(Fact(f"numpy.{name}", data=Data.ARRAY) for name in _NEW),
    Fact("numpy.load", reads=True, archive=".npz", maps="mmap_mode"),
    Fact("numpy.memmap", maps=""),
    Fact("numpy.fromfile", reads=True),
    Fact("numpy.loadtxt", reads=True),
    Fact("numpy.int64", varies=Varies.WITH_ARGUMENTS, same_number=True),
    Fact("numpy.uint64", varies=Varies.WITH_ARGUMENTS, same_number=True),
    Fact("numpy.uint32", varies=Varies.WITH_ARGUMENTS),
    # Arrays.
    Fact("numpy.array", same_length=0, data=Data.ARRAY),
    Fact("numpy.asarray", same_length=0, data=Data.ARRAY, view=View.ALIKE),
    Fact("numpy.bincount", one_for_each_value=True),
    Fact("numpy.unique", one_for_each_value=True),
    # The global stream: every function draws from it, but for these.
    Fact("numpy.random.seed", seeds=(Family.NUMPY,), gives=Gives.NOTHING),
    Fact("numpy.random.get_state", saves_state=True, gives=Gives.NUMPY_STATE),
    Fact("numpy.random.set_state"),
    Fact("numpy.random.get_bit_generator"),
    Fact("numpy.random.set_bit_generator"),
    Fact("numpy.random.rand", draws=Family.NUMPY, sized_by=0),
    Fact("numpy.random.randn", draws=Family.NUMPY, sized_by=0),
    Fact("numpy.random.randint", draws=Family.NUMPY, sized_by=2),
    Fact("numpy.random.shuffle", draws=Family.NUMPY, indexes=True),
    Fact("numpy.random.[a-z]*", draws=Family.NUMPY),
    # Streams of their own.
    Fact("numpy.random.default_rng", rng=Rng(made_anew=True)),
    Fact("numpy.random.Generator", rng=Rng()),
    Fact("numpy.random.RandomState", rng=Rng("seed", 32)),
    *(Fact(f"numpy.random.{name}", makes_bits=True) for name in ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64")),
    Fact("numpy.random.SeedSequence", varies=Varies.WITH_ARGUMENTS),
)
