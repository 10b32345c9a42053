"""What experiments must leave as they found it: random streams and samplers of the main process."""

from __future__ import annotations

import contextlib
import random
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import torch
from torch.utils.data import DataLoader, Sampler

Restore = Callable[[], None]


class Stream(NamedTuple):
    """How to read, set and seed a random stream."""

    get_state: Callable[[], Any]
    set_state: Callable[[Any], Any]
    seed: Callable[[int], Any]


def streams() -> dict[str, Stream]:
    """The global random streams of this process. NumPy's only where it is in use."""
    found = {
        "torch": Stream(torch.get_rng_state, torch.set_rng_state, torch.default_generator.manual_seed),
        "random": Stream(random.getstate, random.setstate, random.seed),
    }
    if numpy := sys.modules.get("numpy"):
        found["numpy"] = Stream(numpy.random.get_state, numpy.random.set_state, numpy.random.seed)
    return found


def seed_streams() -> None:
    """Put the global random streams of this process to one and the same place."""
    for stream in streams().values():
        stream.seed(0)


def disturb() -> None:
    """Draw from the global random streams of this process, as any other part of a program may."""
    torch.rand(1)
    random.random()  # noqa: S311
    if numpy := sys.modules.get("numpy"):
        numpy.random.random()


@contextlib.contextmanager
def undisturbed(loader: DataLoader[Any]) -> Iterator[None]:
    """Put back the global random streams, the loader's generator and its samplers at the end."""
    restores = [_setter(stream.set_state, stream.get_state()) for stream in streams().values()]
    seen: set[int] = set()
    for name in ("generator", "sampler", "batch_sampler"):
        restores += _snapshot(getattr(loader, name, None), seen)
    try:
        yield
    finally:
        for restore in restores:
            restore()


def _setter(set_state: Callable[[Any], Any], state: Any) -> Restore:
    return lambda: set_state(state)


def _snapshot(value: Any, seen: set[int]) -> list[Restore]:
    """How to bring a sampler, or something that it holds, back to its present state."""
    if id(value) in seen:
        return []
    seen.add(id(value))
    if isinstance(value, torch.Generator):
        return [_setter(value.set_state, value.get_state())]
    if isinstance(value, random.Random) and type(value) is not random.SystemRandom:
        return [_setter(value.setstate, value.getstate())]
    if hasattr(value, "bit_generator"):  # of NumPy
        state = value.bit_generator.state
        return [lambda: setattr(value.bit_generator, "state", state)]
    if hasattr(value, "get_state") and hasattr(value, "set_state"):
        return [_setter(value.set_state, value.get_state())]
    if isinstance(value, list):
        return [_setter(lambda items: value.__setitem__(slice(None), items), list(value))]
    if not isinstance(value, Sampler) and not (hasattr(value, "__iter__") and hasattr(value, "sampler")):
        return []
    attributes = dict(vars(value))
    found: list[Restore] = [_setter(lambda kept: (vars(value).clear(), vars(value).update(kept)), attributes)]
    for part in attributes.values():
        found += _snapshot(part, seen)
    return found
