"""Takes dataset wrappers (`Subset`, `ConcatDataset`, ...) off, to find the project's own datasets."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
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
from loaderlint.model.inference.walk import expand
from loaderlint.model.project.file import File
from loaderlint.syntax import tree

#: Methods by which a list comes to hold more than it was written with.
_GROWING = ("append", "extend", "insert")


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
        case Member(owner=owner):
            return (owner,)  # a part of what random_split gave
    return ()


def grows(file: File, display: tree.Sequence) -> bool:
    """Whether more is put into a list by the name that it is first given."""
    above = file.scopes.parent.get(display)
    if isinstance(above, tree.Sequence):  # `train, val = [], []`
        above = file.scopes.parent.get(above)
    targets = above.targets if isinstance(above, tree.Assign) else ()
    return not grown(file).isdisjoint(name for target in targets for name in tree.names(target))


def grown(file: File) -> set[str]:
    """Return the names and attributes of the lists that a file puts more into."""
    owners = [
        call.func.value for call in file.calls if isinstance(call.func, tree.Attribute) and call.func.attr in _GROWING
    ]
    owners += [target for node in file.scopes.every(tree.Assign) if node.op for target in node.targets]
    return {tree.last_name(owner) for owner in owners} - {""}
