"""What kinds of dataset a loader reads: whether samples are numbered, and so have an order to shuffle."""

from __future__ import annotations

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, Instance, Meaning, Member
from loaderlint.model.libraries.facts import Parts, Samples
from loaderlint.model.loaders.loader import Loader


def is_dataset(evaluator: Evaluator, cls: ClassRef) -> bool:
    """Whether a class derives from a dataset of a library: torch's own bases, or one such as `ImageFolder`."""
    return any(base.fact.dataset for base in evaluator.attributes.library_bases(cls))


def is_iterable(evaluator: Evaluator, dataset: Instance) -> bool | None:
    """Whether a dataset is an IterableDataset; None where its base classes are not all known."""
    if not isinstance(dataset.cls, ClassRef):
        return None
    kinds = {fact.dataset for fact in evaluator.attributes.facts(dataset)}
    if Samples.ITERABLE in kinds:
        return True
    return False if Samples.MAP in kinds else None


def is_map(evaluator: Evaluator, loader: Loader) -> bool:
    """Whether the loader certainly reads a dataset of numbered samples."""
    values = loader["dataset"].values
    return bool(values) and all(_is_map(evaluator, value) for value in values)


def _is_map(evaluator: Evaluator, value: Meaning) -> bool:
    match value:
        case Member(owner=owner):
            return owner.fact.parts is Parts.ALL
        case Instance(cls=ClassRef()):
            return is_iterable(evaluator, value) is False
        case Instance():
            return value.fact.dataset is Samples.MAP
    return False
