"""Datasets of libraries whose samples are pairs of a PIL image and a label, and the transforms that they are given."""

from __future__ import annotations

from loaderlint.model.inference.call_options import Options
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Instance


def picture_options(evaluator: Evaluator, dataset: Instance) -> Options | None:
    """Return the options of a dataset of pictures that say what becomes of each; None for any other."""
    position = dataset.fact.pictures
    if position is None or dataset.call is None:
        return None
    names = (*[""] * position, "transform")
    usual = {"transform": None, "transforms": None, "loader": None}
    return Options(evaluator, dataset.call, dataset.frame, names=names, defaults=usual)


def transforms_pictures(evaluator: Evaluator, dataset: Instance) -> bool:
    """Whether a dataset of pictures is given something that it does to each."""
    options = picture_options(evaluator, dataset)
    return options is not None and not (options["transform"].is_(None) and options["transforms"].is_(None))
