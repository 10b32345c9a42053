"""Batches that are objects of the project: torch pins the memory of those alone that say how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, Frame, FunctionRef, at_large
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.workers.collating import is_bare
from loaderlint.model.workers.data import leaves
from loaderlint.model.workers.sample_data import SampleData
from loaderlint.syntax import tree

#: What torch calls to pin an object, and what may give it that without being seen.
_PINNING = ("pin_memory", "__getattr__", "__getattribute__")


@dataclass(frozen=True, slots=True)
class Unpinned:
    """A part of a batch that torch does not pin: an object of `cls`, that the code at `place` makes."""

    place: Place
    cls: ClassRef


def not_pinned(data: SampleData, loader: Loader) -> Iterator[Unpinned]:
    """Yield the parts of the batches of a `collate_fn` that torch does not pin."""
    evaluator, option = loader.evaluator, loader["collate_fn"]
    for value in option.values if len(option.values) == 1 else ():
        if isinstance(value, ClassRef):
            made: list[tuple[Place, ClassRef, FunctionRef | None]] = [(option.place or loader.place, value, None)]
        else:
            made = [
                (part.place, datum.cls, function)
                for function in evaluator.attributes.callables(value)
                for returned in data.returned(function)
                for part in leaves(returned)
                for datum in part.data
                if datum.cls is not None and len(part.data) == 1
            ]
        for place, cls, function in made:
            if _is_left_alone(evaluator, cls) and _holds_tensors(evaluator, cls, function):
                yield Unpinned(place, cls)


def _is_left_alone(evaluator: Evaluator, cls: ClassRef) -> bool:
    names = {name for c in evaluator.attributes.lineage(cls) for name in c.file.methods(c.node)}
    return is_bare(evaluator, cls) and names.isdisjoint(_PINNING)


def _holds_tensors(evaluator: Evaluator, cls: ClassRef, collate: FunctionRef | None) -> bool:
    """Whether tensors are made where a batch is put together: by the class, or by the function that makes it."""
    methods = [method for c in evaluator.attributes.lineage(cls) for method in c.file.methods(c.node).values()]
    makers: list[tuple[tree.Node, Frame]] = [(collate.node, at_large(collate.file))] if collate else []
    makers += [(method, at_large(cls.file)) for method in methods if method.name in ("__init__", "__post_init__")]
    return any(
        isinstance(node, tree.Call) and evaluator.fact(node.func, frame).tensors
        for maker, frame in makers
        for node in tree.walk(maker)
    )
