"""Weights of samples that do not decide how often these come."""

from __future__ import annotations

from dataclasses import dataclass

from loaderlint.model.inference.call_options import Options
from loaderlint.model.inference.lengths import Lengths
from loaderlint.model.inference.values import Instance
from loaderlint.model.inference.written import Written
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import sampler_options
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree

#: Parts of the names of what is there for each class, and of what says the class of each sample.
_OF_CLASSES, _OF_SAMPLES = ("class", "cls"), ("label", "target")


@dataclass(frozen=True, slots=True)
class LostWeights:
    """A loader's sampler, with the argument at `place` that keeps its weights from having an effect.

    Where the sampler is given weights `of_classes`, only as many samples as there are classes come at all. It is not
    `certain` where a default of the command line decides.
    """

    sampler: Place
    place: Place
    of_classes: bool
    certain: bool = True


def lost_weights(loader: Loader) -> LostWeights | None:
    """Return what takes the effect from a loader's weights, if its sampler certainly gives every sample once."""
    sampler = _weighted(loader)
    options = sampler_options(loader.evaluator, sampler) if sampler is not None else None
    if sampler is None or options is None or sampler.place is None:
        return None
    weights, number = options.expression("weights"), options.expression("num_samples")
    if weights is None or number is None:
        return None
    lengths = Lengths(loader.evaluator)
    place, replacement = options["replacement"].place, options["replacement"]
    if place is not None and replacement.is_by_default(False) and loader["drop_last"].is_(False):
        dataset = loader.options.expression("dataset")
        # Where all samples of the dataset come, there is a weight for each: fewer raise, and so do more.
        whole = [lengths.of(*part) for part in (weights, dataset) if part is not None]
        drawn = lengths.number(*number)
        if drawn is None or drawn not in whole:
            return None
        return LostWeights(sampler.place, place, of_classes=False, certain=replacement.is_(False))
    given = options["weights"].place
    if given is not None and _are_of_classes(lengths, loader, weights, options):
        return LostWeights(sampler.place, given, of_classes=True)
    return None


def _weighted(loader: Loader) -> Instance | None:
    """The loader's sampler, if it is certainly one that is given weights."""
    only = loader["sampler"].values[0] if len(loader["sampler"].values) == 1 else None
    return only if isinstance(only, Instance) and only.fact.weighted else None


def _are_of_classes(lengths: Lengths, loader: Loader, weights: Written, options: Options) -> bool:
    """Whether there certainly is a weight for each class, and not for each sample."""
    dataset, number = loader.options.expression("dataset"), options.expression("num_samples")
    size = lengths.of(*dataset) if dataset is not None else None
    own, drawn = lengths.of(*weights), lengths.number(*number) if number is not None else None
    if isinstance(own, int) and isinstance(size, int):
        return own < size
    way = lengths.origin(*weights)
    root, frame = way[-1]
    if isinstance(root, tree.Call) and loader.evaluator.fact(root.func, frame).one_for_each_value:
        counted = [lengths.of(argument.value, frame) for argument in root.args if not argument.star]
        return drawn is not None and drawn in (size, *counted)
    if drawn is None or drawn != size:
        return False
    if isinstance(root, tree.Call):  # `for number in range(len(data.classes))`
        counts = loader.evaluator.fact(root.func, frame).counts
        return bool(counts) and any(map(_speaks_of_classes, tree.names(root)))
    return isinstance(own, int) and any(_speaks_of_classes(tree.last_name(part)) for part, _ in way)


def _speaks_of_classes(name: str) -> bool:
    of_classes, of_samples = (any(word in name.lower() for word in words) for words in (_OF_CLASSES, _OF_SAMPLES))
    return of_classes and not of_samples
