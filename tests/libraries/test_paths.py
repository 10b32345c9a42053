"""The things that facts are about exist, where the library is installed."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
from functools import reduce

import pytest

from loaderlint.model.libraries import ALIASES, FACTS, LIBRARIES

#: Names that only old releases have.
_GONE = {"tables.openFile"}

_GLOB = set("*[?")


def _spelled(path: str) -> str:
    """A path up to the part that stands for many names."""
    parts = path.split(".")
    return ".".join(parts[: next((n for n, part in enumerate(parts) if _GLOB & set(part)), len(parts))])


PATHS = sorted({_spelled(fact.path) for fact in FACTS} | ALIASES.keys() | set(ALIASES.values()))


def _resolve(path: str) -> object:
    """Import what a path leads to: the module that is named by as much of it as there is one for, and from there on."""
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        return reduce(getattr, parts[end:], found)
    raise ModuleNotFoundError(path)


@pytest.mark.parametrize("path", PATHS)
def test_it_exists(path: str) -> None:
    root = path.partition(".")[0]
    if path in _GONE or (importlib.util.find_spec(root) is None and root not in ("torch", "numpy")):
        pytest.skip("not in this environment")
    assert _resolve(path) is not None


@pytest.mark.parametrize(("path", "canonical"), ALIASES.items())
def test_aliases_lead_to_the_same_thing(path: str, canonical: str) -> None:
    root = path.partition(".")[0]
    if importlib.util.find_spec(root) is None:
        pytest.skip("not in this environment")
    one, other = _unwrapped(_resolve(path)), _unwrapped(_resolve(canonical))
    assert one is other or _is_module(one)


def _unwrapped(thing: object) -> object:
    """The function itself: once torch's compiler is imported, `torch.manual_seed` is another function around it."""
    return inspect.unwrap(thing) if callable(thing) else thing


def _is_module(thing: object) -> bool:
    return isinstance(thing, type(sys))


def test_facts_are_about_canonical_paths() -> None:
    assert [fact.path for fact in FACTS if LIBRARIES.canonical(fact.path) != fact.path] == []


def test_each_thing_has_one_fact() -> None:
    paths = [fact.path for fact in FACTS]
    assert len(paths) == len(set(paths))
