"""In which order samples come: the indices of two epochs, of the same run once more, and after a draw from elsewhere.

The indices are asked of the loader's own sampler, as the loader asks for them; no sample is read.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import torch
from torch.utils.data import WeightedRandomSampler

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._reading import indices
from loaderlint.verifying.child.experiments._state import disturb, undisturbed
from loaderlint.verifying.child.experiments.coverage import size
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement

NAME = "order"
MOST = 10_000  # indices of an epoch that are looked at
EPOCHS = 2


def run(subject: Subject) -> Measurement:
    """Compare the order of epochs and runs. `IN_ORDER` means by the index, the first sample first."""
    if subject.is_iterable:
        return Measurement(NAME, not_run="a stream has no sampler that would set an order")
    first = _epochs(subject)
    again = _epochs(subject)
    other = _epochs(subject, after_draw=True)
    length = len(first[0])
    if length < 2:
        return Measurement(NAME, not_run=f"the loader's sampler gives {length} indices")
    signs = {Sign.ORDER_REPEATS: first[0] == first[1]}
    if all(isinstance(key, int) for key in first[0]):
        signs[Sign.IN_ORDER] = first[0] == sorted(first[0])
    sampler = subject.loader.sampler
    if isinstance(sampler, WeightedRandomSampler):
        signs[Sign.WEIGHTS_WITHOUT_EFFECT] = _weights_are_without_effect(
            sampler, size(subject.loader.dataset), first[0]
        )
    if first == again:
        signs[Sign.FOLLOWS_GLOBAL_RNG] = first != other
    chance = 1 / math.factorial(min(len(set(map(repr, first[0]))), 100))
    figures = {"indices": length, "first": [repr(key) for key in first[0][:8]]}
    return Measurement(NAME, _summary(signs), signs, chance, figures)


def _weights_are_without_effect(sampler: WeightedRandomSampler, samples: int | None, given: list[int]) -> bool:
    """Whether each sample that has a weight comes once, or some of the dataset's have none."""
    weights = len(sampler.weights)
    return sorted(given) == list(range(weights)) or (samples is not None and weights < samples)


def _epochs(subject: Subject, *, after_draw: bool = False) -> list[list[Any]]:
    """The indices of some epochs, from the present state of the random streams or after another draw."""
    loader = subject.loader
    with undisturbed(loader):
        if after_draw:
            disturb()
        return [_epoch(subject, number) for number in range(EPOCHS)]


def _epoch(subject: Subject, number: int) -> list[Any]:
    loader = subject.loader
    samplers: list[Any] = [loader.sampler, loader.batch_sampler, getattr(loader.batch_sampler, "sampler", None)]
    for sampler in samplers:
        if subject.sets_epoch and hasattr(sampler, "set_epoch"):
            sampler.set_epoch(number)
    # A loader draws the seed of its workers before it asks its sampler for anything.
    torch.empty((), dtype=torch.int64).random_(generator=loader.generator)
    return list(itertools.islice(indices(loader), MOST))


def _summary(signs: dict[Sign, bool]) -> str:
    if signs.get(Sign.WEIGHTS_WITHOUT_EFFECT):
        return "weights do not decide how often samples come"
    if signs.get(Sign.IN_ORDER):
        return "samples come in the order of the dataset"
    said = ["every epoch has the same order" if signs[Sign.ORDER_REPEATS] else "each epoch has an order of its own"]
    if Sign.FOLLOWS_GLOBAL_RNG not in signs:
        said.append("which no seed of torch, random or NumPy sets")
    elif signs[Sign.FOLLOWS_GLOBAL_RNG]:
        said.append("which any other draw from the global random stream changes")
    else:
        said.append("which other draws from the global random streams do not change")
    return ", ".join(said)
