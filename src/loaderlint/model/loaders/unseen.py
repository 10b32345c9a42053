"""What of the options of a loader is not known, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.operations import MADE_OF_ARGUMENTS
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.inference.values import (
    External,
    Instance,
    Items,
    Meaning,
    Meanings,
    Member,
    Number,
    Unknown,
    is_unbound,
    lost_in_library,
    mark,
    placed,
)
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.loaders.datasets import wrapped
from loaderlint.model.loaders.loader import Loader
from loaderlint.syntax import tree

#: Calls that are known as far as their arguments are.
_MADE_OF_ARGUMENTS = MADE_OF_ARGUMENTS | {Gives.LENGTH}


def lost_options(loader: Loader) -> Iterator[tuple[str, Reason]]:
    """Yield the options of a loader that are not known, its dataset among them, each with the first reason."""
    for name in loader.options.names:
        option = loader[name]
        values = _but_samples(option.values) if name == "dataset" else option.values
        if reason := next(unseen(loader.evaluator, values), None):
            yield name, reason if reason.place else replace(reason, place=option.place)


def unseen(evaluator: Evaluator, values: Meanings) -> Iterator[Reason]:
    """Yield why values are not known: themselves, or what they wrap, or the library that gave them.

    A comparison that may come out either way is known to give one of two values.
    """
    for value in expand(values, lambda v: _inside(evaluator, v), mark):
        match value:
            case Unknown(reason=Reason(why=Why.EITHER)):
                continue
            case Unknown(reason=Reason() as reason):
                yield reason
            case External(path=path, fact=fact) if not fact.path:
                yield Reason(Why.UNBOUND if is_unbound(path) else Why.LIBRARY, path)
            case Instance(cls=External(path=path), fact=fact) if not fact.path:
                yield from _reason(lost_in_library(path, value.place))
            case Member(owner=Instance(cls=External(path=path), fact=fact) as owner) if not (
                fact.parts
                or fact.streams
                or fact.dataset
                or fact.passes_on
                or evaluator.member(owner, value.name).fact.path
            ):
                yield from _reason(lost_in_library(path, owner.place))


def _but_samples(values: Meanings) -> Meanings:
    """Datasets but for lists, which are known as they are: the program has worked out their samples by then."""
    return tuple(value for value in values if not isinstance(value, Items))


def _reason(unknown: Unknown) -> Iterator[Reason]:
    if unknown.reason is not None:
        yield unknown.reason


def _inside(evaluator: Evaluator, value: Meaning) -> Meanings:
    """What a value is known by: what a wrapper wraps, datasets in a list, the numbers that one is computed from."""
    match value:
        case Instance(call=tree.Call(args=args)) if value.fact.gives in _MADE_OF_ARGUMENTS:
            return tuple(m for a in args for m in evaluator.evaluate(a.value, value.frame))
        case Number(node=node, frame=frame):
            return tuple(m for operand in node.operands for m in evaluator.evaluate(operand, frame))
        case Items(node=node, frame=frame):
            return tuple(placed(m, frame.place(node)) for m in _but_samples(wrapped(evaluator, value)))
        case Instance() if value.fact.holds == "dataset":
            return _but_samples(wrapped(evaluator, value))
    return wrapped(evaluator, value)
