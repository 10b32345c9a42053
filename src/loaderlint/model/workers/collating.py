"""Samples of which the default collate function makes no batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import UNKNOWN, ClassRef, External, Meaning
from loaderlint.model.libraries.facts import Data
from loaderlint.model.libraries.stdlib import BARE_BASES
from loaderlint.model.project.file import Place
from loaderlint.model.workers.data import Datum, Part, leaves
from loaderlint.model.workers.sample_data import SampleData
from loaderlint.syntax import tree

#: What is refused of the things that libraries make, and what to do about it.
_REFUSED = {
    Data.IMAGE: "make a tensor of it, as `transforms.ToTensor()` does, or give the loader a `collate_fn` of your own",
    Data.DATE: "return a number: `date.timestamp()`",
    Data.PATH: "return it as a string: `str(path)`",
    Data.SET: "return a list or a tuple",
}

#: What to do about an object of a class.
_FOR_OBJECTS = "return a tuple or a dict, or give the loader a `collate_fn` that knows these objects"

#: Decorators that leave a class what it is.
_LEAVING = {"dataclass", "define", "frozen", "final", "s"}

#: Where functions for other classes can be handed to the default collate function.
_MORE_CLASSES = "default_collate_fn_map"


@dataclass(frozen=True, slots=True)
class Uncollatable:
    """A part of a sample, at `place`, that no batch is made of: `what` it is, where that is `made`, and what helps."""

    place: Place
    what: str
    made: Place
    help: str


def uncollatable(evaluator: Evaluator, data: SampleData, dataset: Meaning) -> Iterator[Uncollatable]:
    """Yield the parts of a dataset's samples that the default collate function refuses, whichever way they come."""
    ways = data.samples(dataset)
    found = [[one for leaf in leaves(way) if (one := _refused(evaluator, leaf)) is not None] for way in ways]
    if all(found):
        for refused in found:
            yield from refused


def _refused(evaluator: Evaluator, part: Part) -> Uncollatable | None:
    """What is wrong with a part of a sample, if that holds whatever it is."""
    told = [_told(evaluator, datum) for datum in part.data]
    if not told or None in told or told[0] is None:
        return None
    what, help_ = told[0]
    return Uncollatable(part.place, what, part.data[0].made, help_)


def _told(evaluator: Evaluator, datum: Datum) -> tuple[str, str] | None:
    """What to call a piece of data that is refused, and what helps; None for any other."""
    if datum.kind in _REFUSED:
        return datum.kind.value, _REFUSED[datum.kind]
    if datum.cls is not None and is_bare(evaluator, datum.cls):
        return f"an object of the class `{datum.cls.node.name}`", _FOR_OBJECTS
    return None


def is_bare(evaluator: Evaluator, cls: ClassRef) -> bool:
    """Whether a class derives from nothing that makes its objects tuples, mappings, tensors or the like."""
    attributes = evaluator.attributes
    for one in attributes.lineage(cls):
        bases = attributes.bases(one)
        decorators = (tree.called(d) for d in one.node.decorators)
        known = UNKNOWN not in bases and not any(base.keyword for base in one.node.bases)
        changed = "__new__" in one.file.methods(one.node) or _MORE_CLASSES in one.file.source.text
        if not known or changed or any(tree.last_name(decorator) not in _LEAVING for decorator in decorators):
            return False
        if any(isinstance(base, External) and base.path not in BARE_BASES for base in bases):
            return False
    return True
