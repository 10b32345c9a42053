"""What a piece of data can be, and what methods, views and libraries make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from loaderlint.model.inference.values import ClassRef, Frame
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Data, Fact
from loaderlint.model.libraries.numpy import COPYING_METHODS, VIEW_METHODS
from loaderlint.model.libraries.pillow import IMAGE_METHODS
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Turn:
    """A view of an array that goes backwards through memory: taken at `place`, in the call `frame`.

    `passed` are the statements, in calls, that would have put a new array in its place.
    """

    place: Place
    frame: Frame
    passed: tuple[tuple[Place, Frame], ...] = ()


@dataclass(frozen=True, slots=True)
class Datum:
    """What a piece of data can be; `made` is the code that gives it.

    One with neither `kind` nor `cls` nor `parts` is not known. `cls` is the class of an object of the project, `parts`
    are what a tuple, list or dict holds by number or key. `turned` are the views of an array on the way that go
    backwards.
    """

    made: Place
    kind: Data | None = None
    cls: ClassRef | None = None
    parts: tuple[Part, ...] = ()
    turned: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in one place of a tuple, list or dict, or is returned: `place` is the code that gives it."""

    key: object
    place: Place
    data: Alternatives


#: All that a piece of data can be.
Alternatives: TypeAlias = tuple[Datum, ...]


def leaves(part: Part) -> Iterator[Part]:
    """Yield a part, or the parts that it has itself, and so on."""
    return (one for one in expand([part], _inner, lambda one: (one.place, one.key)) if not _inner(one))


def _inner(part: Part) -> tuple[Part, ...]:
    return part.data[0].parts if len(part.data) == 1 else ()


def made_by(fact: Fact, datum: Datum, here: Place) -> Datum:
    """Return what a library makes of a piece of data."""
    if fact.data is not Data.ARGUMENT:
        return Datum(here, fact.data)
    return Datum(here, datum.kind if datum.kind in (Data.IMAGE, Data.TENSOR) else None)


def by_method(datum: Datum, name: str, here: Place) -> Datum:
    """Return what a method of a piece of data gives."""
    if datum.kind is Data.IMAGE:
        return Datum(here, Data.IMAGE if name in IMAGE_METHODS else None)
    if name in VIEW_METHODS:
        return viewed(datum, here)
    return Datum(here, Data.ARRAY if datum.kind is Data.ARRAY and name in COPYING_METHODS else None)


def viewed(datum: Datum, here: Place) -> Datum:
    """Return what a view of a piece of data is."""
    return replace(datum, made=here, cls=None, parts=())


def taken(datum: Datum, index: tuple[tree.Expr, ...], here: Place, frame: Frame) -> Alternatives:
    """Return what `data[index]` gives in a call."""
    match index:
        case (tree.Constant(value=key),) if parts := [part for part in datum.parts if part.key == key]:
            return parts[0].data
    if datum.parts or not all(map(_keeps_axes, index)):
        return (Datum(here),)
    turn = (Turn(here, frame),) if any(map(tree.is_backwards, index)) else ()
    return (replace(viewed(datum, here), turned=(*datum.turned, *turn)),)


def _keeps_axes(index: tree.Expr) -> bool:
    """Whether an index takes a part of every axis, or adds one."""
    match index:
        case tree.Other(kind="slice" | "Ellipsis") | tree.Constant(value=None):
            return True
    return False


def is_whole_turn(call: tree.Call) -> bool:
    """Whether `rot90` turns an array as often as leaves it as it is."""
    given = [a.value for a in call.args[1:2] if a.keyword in (None, "k")]
    return any(isinstance(k, tree.Constant) and isinstance(k.value, int) and k.value % 4 == 0 for k in given)
