"""Takes dataset wrappers (`Subset`, `ConcatDataset`, ...) off, to find the project's own datasets."""

from __future__ import annotations

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, Instance, Items, Meaning, Meanings, Member, mark
from loaderlint.model.inference.walk import expand
from loaderlint.syntax import tree


def unwrapped(evaluator: Evaluator, values: Meanings) -> list[Instance]:
    """Return the datasets of the project among `values` and behind the wrappers among them, each once."""
    reached = expand(values, lambda value: wrapped(evaluator, value), mark)
    return [value for value in reached if isinstance(value, Instance) and isinstance(value.cls, ClassRef)]


def wrapped(evaluator: Evaluator, value: Meaning) -> Meanings:
    """Return what a wrapper, or a list of datasets, holds; nothing for anything else."""
    match value:
        case Instance(call=tree.Call(args=(tree.Argument(star="") as first, *_))) if value.fact.wraps:
            return evaluator.evaluate(first.value, value.frame)
        case Items():
            return evaluator.elements((value,))
        case Member(owner=owner):
            return (owner,)  # a part of what random_split gave
    return ()
