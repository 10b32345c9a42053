"""Datasets of libraries whose samples are pairs of a PIL image and a label, and the transforms that they are given."""

from __future__ import annotations

from loaderlint.model.inference.call_options import Options
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.set_before_use import set_where_made
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
    """Whether a dataset of pictures is given something that it does to each, be it later."""
    options = picture_options(evaluator, dataset)
    if options is None:
        return False
    is_given_none = options["transform"].is_(None) and options["transforms"].is_(None)
    return not is_given_none or bool(set_where_made(evaluator, dataset, "transform"))
