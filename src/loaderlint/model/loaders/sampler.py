"""What decides the order in which a loader gives its samples."""

from __future__ import annotations

from loaderlint.model.inference.values import Instance
from loaderlint.model.libraries.facts import Order
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place


def shuffled_at(loader: Loader) -> Place | None:
    """Return what makes a loader shuffle, with its `generator` or else torch's global stream."""
    shuffle, sampler = loader["shuffle"], loader["sampler"]
    if shuffle.is_(True) and sampler.is_(None) and loader["batch_sampler"].is_(None):
        return shuffle.place or loader.place
    only = sampler.values[0] if len(sampler.values) == 1 else None
    if not isinstance(only, Instance) or only.call is None or only.fact.sampler is not Order.RANDOM:
        return None
    spread = any(a.star or a.keyword == "generator" for a in only.call.args)
    return None if spread else sampler.place
