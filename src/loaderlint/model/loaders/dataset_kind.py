"""What kinds of dataset a loader reads: whether samples are numbered, and so have an order to shuffle."""

from __future__ import annotations

from functools import partial

from loaderlint.model.inference.call_options import Options
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, External, FunctionRef, Instance, Meaning, Member, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Fact, Parts, Samples
from loaderlint.model.libraries.stdlib import BARE_BASES
from loaderlint.model.loaders.datasets import wrapped
from loaderlint.model.loaders.loader import Loader
from loaderlint.syntax import tree


def is_dataset(evaluator: Evaluator, cls: ClassRef) -> bool:
    """Whether a class derives from a dataset of a library: torch's own bases, or one such as `ImageFolder`."""
    return any(base.fact.dataset for base in evaluator.attributes.library_bases(cls))


def is_numbered(evaluator: Evaluator, cls: ClassRef) -> bool:
    """Whether torch asks for the samples of a class by their numbers: it is no IterableDataset, as all bases show.

    An iterator that the class has, too, is then nothing to torch.
    """
    attributes = evaluator.attributes
    bases = (base for one in attributes.lineage(cls) for base in attributes.bases(one))
    return all(isinstance(base, ClassRef) or (isinstance(base, External) and _numbers(base)) for base in bases)


def _numbers(base: External) -> bool:
    """Whether a class of a library leaves it to torch's sampler to give numbers: as all do but an IterableDataset."""
    return base.fact.dataset is Samples.MAP or base.path in BARE_BASES


def is_iterable(evaluator: Evaluator, dataset: Meaning) -> bool | None:
    """Whether a dataset is an IterableDataset; None where its base classes, or what it wraps, are not all known."""
    reached = expand([dataset], partial(wrapped, evaluator), mark)
    kinds = {_samples(evaluator, one) for one in reached if not wrapped(evaluator, one)}
    only = kinds.pop() if len(kinds) == 1 else None
    return only and only is Samples.ITERABLE


def _samples(evaluator: Evaluator, value: Meaning) -> Samples | None:
    """How a dataset that wraps no other gives its samples."""
    match value:
        case Instance(cls=ClassRef() as cls):
            kinds = {fact.dataset for fact in evaluator.attributes.facts(value)}
            if kinds <= {None} and is_numbered(evaluator, cls) and _is_indexed(evaluator, cls):
                return Samples.MAP
            return next((kind for kind in (Samples.ITERABLE, Samples.MAP) if kind in kinds), None)
        case Instance(call=tree.Call() as call) if value.fact.streams is not None:
            streams = Options(evaluator, call, value.frame)[value.fact.streams]
            if streams.is_(True):
                return Samples.ITERABLE
            return Samples.MAP if streams.given is False or streams.is_(False) else None
        case Instance():
            return value.fact.dataset
    return None


def _is_indexed(evaluator: Evaluator, cls: ClassRef) -> bool:
    """Whether a class has a `__getitem__` that is a function of the project."""
    return any(isinstance(found, FunctionRef) for found in evaluator.attributes.attribute(cls.instance, "__getitem__"))


def is_map(evaluator: Evaluator, loader: Loader) -> bool:
    """Whether the loader certainly reads a dataset of numbered samples."""
    values = loader["dataset"].values
    return bool(values) and all(_is_map(evaluator, value) for value in values)


def _is_map(evaluator: Evaluator, value: Meaning) -> bool:
    match value:
        case Member(owner=Instance(fact=Fact(parts=Parts.ALL))) | Instance(fact=Fact(dataset=Samples.MAP)):
            return True
        case Member() | Instance():
            return is_iterable(evaluator, value) is False
    return False
