"""Takes dataset wrappers (`Subset`, `ConcatDataset`, ...) off, to find the project's own datasets."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.lengths import grows
from loaderlint.model.inference.values import (
    UNKNOWN,
    ClassRef,
    External,
    Instance,
    Items,
    Meaning,
    Meanings,
    Member,
    mark,
)
from loaderlint.model.inference.walk import Once, expand
from loaderlint.syntax import tree


def unwrapped(evaluator: Evaluator, values: Meanings) -> list[Instance]:
    """Return the datasets of the project among `values` and behind the wrappers among them, each once."""
    reached = _reached(evaluator, values)
    return [value for value in reached if isinstance(value, Instance) and isinstance(value.cls, ClassRef)]


def of_libraries(evaluator: Evaluator, values: Meanings) -> list[Instance]:
    """Return the datasets of libraries among `values` and behind wrappers, the wrappers too, each once."""
    reached = _reached(evaluator, values)
    return [value for value in reached if isinstance(value, Instance) and isinstance(value.cls, External)]


def is_seen_through(evaluator: Evaluator, values: Meanings) -> bool:
    """Whether nothing but datasets that are seen is among `values` and behind wrappers, parts of a union aside."""

    def alternatives(value: Meaning) -> Meanings:
        return () if isinstance(value, Items) else wrapped(evaluator, value)

    return UNKNOWN not in expand(values, alternatives, mark)


def is_wholly_seen(evaluator: Evaluator, values: Meanings) -> bool:
    """Whether nothing but datasets that are seen is among `values` and behind wrappers, parts of a union included."""
    return UNKNOWN not in _reached(evaluator, values)


def always_leads_to(evaluator: Evaluator, values: Meanings, datasets: Collection[Instance]) -> bool:
    """Whether, whichever of the values it is, one of these datasets is that, behind a wrapper, or part of a union."""
    once: Once[Meaning, bool] = Once(False)

    def leads(value: Meaning) -> bool:
        return value in datasets or once(value, partial(held_leads, value))

    def held_leads(value: Meaning) -> bool:
        held = wrapped(evaluator, value)
        return any(map(leads, held)) if isinstance(value, Items) else bool(held) and all(map(leads, held))

    return all(map(leads, values))


def _reached(evaluator: Evaluator, values: Meanings) -> Iterator[Meaning]:
    """The values and all that they wrap, each once."""
    return expand(values, lambda value: wrapped(evaluator, value), mark)


def wrapped(evaluator: Evaluator, value: Meaning) -> Meanings:
    """Return what a wrapper, or a list of datasets, holds; nothing for anything else."""
    match value:
        case Instance(call=tree.Call(args=(tree.Argument(star="") as first, *_))) if value.fact.wraps:
            return evaluator.evaluate(first.value, value.frame)
        case Instance(call=tree.Call(func=tree.Attribute(value=owner))) if value.fact.passes_on:
            return evaluator.evaluate(owner, value.frame)
        case Items(node=node, frame=frame):
            written = evaluator.elements((value,))
            return (*written, UNKNOWN) if grows(frame.file, node) else written
        case Member(owner=owner, name=name) if name.startswith("["):
            return (owner,)  # a part of what random_split gave
    return ()
