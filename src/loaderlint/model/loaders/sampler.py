"""What decides the order in which a loader gives its samples."""

from __future__ import annotations

from loaderlint.model.inference.values import External, Instance
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place

_RANDOM_SAMPLERS = {"RandomSampler", "SubsetRandomSampler", "WeightedRandomSampler"}


def shuffled_at(loader: Loader) -> Place | None:
    """Return what makes a loader shuffle, with its `generator` or else torch's global stream."""
    shuffle, sampler = loader["shuffle"], loader["sampler"]
    if shuffle.is_(True) and sampler.is_(None) and loader["batch_sampler"].is_(None):
        return shuffle.place or loader.place
    only = sampler.values[0] if len(sampler.values) == 1 else None
    if isinstance(only, Instance) and isinstance(only.cls, External) and only.call is not None:
        package, _, name = only.cls.path.rpartition(".")
        spread = any(a.star or a.keyword == "generator" for a in only.call.args)
        if package.startswith("torch.utils.data") and name in _RANDOM_SAMPLERS and not spread:
            return sampler.place
    return None
