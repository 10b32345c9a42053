"""What hangs on an evaluation: results that a program gives, or a figure by which its training is watched."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.written import sources
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.training.kept_names import kept_as
from loaderlint.model.training.outputs import collected, matched_by_position, saved
from loaderlint.model.training.split_parts import part_read
from loaderlint.model.training.usage import Usage
from loaderlint.syntax import tree
from loaderlint.text.words import words_of

#: Words for what training is watched by.
_WATCHING = {"val", "valid", "validation", "validate", "dev"}

#: Words for what results come from.
_GIVING_RESULTS = {
    "test", "testing", "infer", "inference", "predict", "prediction", "predictions", "submission", "submit",
}  # fmt: skip

#: Functions that split what they are given.
_SPLITTING = {"train_test_split", "random_split"}


def gives_results(usage: Usage, *, trains: bool) -> bool:
    """Whether what an evaluation gives is a result of the program, which may train as well.

    What the loader and its dataset are called tells, the name closest to the loader first. Where nothing is said, an
    evaluation in each epoch of a program that trains watches over that, if it does not keep what the model gives.
    """
    if any(matched_by_position(use) or saved(use) for use in usage.uses):
        return True
    for names in _names(usage):
        words = {word for name in names for word in words_of(name)}
        if not words.isdisjoint(_WATCHING):
            return False
        if not words.isdisjoint(_GIVING_RESULTS):
            return True
    again = any(use.repeated for use in usage.uses)
    loops = [use.loop.node for use in usage.uses if use.loop is not None]
    return not (trains and again) or any(any(collected(loop)) for loop in loops)


def _names(usage: Usage) -> Iterator[list[str]]:
    """What a loader is called, where it is built first, then where it is iterated and asked for."""
    loader = usage.loader
    function = loader.file.scopes.function_at(loader.call)
    dataset = loader.options.expression("dataset")
    yield list(kept_as(loader.file, loader.call))
    yield [turn.value for _, turn in loader.frame.turns if isinstance(turn.value, str)]
    yield [function.name] if isinstance(function, tree.Function) else []
    yield list(tree.said(dataset[0])) if dataset is not None else []
    yield [name for use in usage.uses for name in tree.said(use.place.node)]
    for place in loader.way:
        if isinstance(place.node, tree.Call) and place.node is not loader.call:
            asked = [a.value.value for a in place.node.args if isinstance(a.value, tree.Constant)]
            words = [value for value in asked if isinstance(value, str)]
            yield [*kept_as(place.file, place.node), tree.last_name(place.node.func), *words]


def is_of_split(loader: Loader) -> bool:
    """Whether a loader reads a part of what the program splits itself."""
    if part_read(loader) is not None:
        return True
    given = [(a.value, d.frame) for d in loader.datasets() if d.call is not None for a in d.call.args]
    return any(_takes_part(node) for expr, frame in given for part in sources(expr, frame) for node in tree.walk(part))


def _takes_part(node: tree.Node) -> bool:
    """Whether code splits something, or takes a slice whose bounds are worked out: `rows[:count]`."""
    match node:
        case tree.Call(func=func):
            return tree.last_name(func) in _SPLITTING
        case tree.Subscript(index=(tree.Other(kind="slice") as bounds,)):
            return any(isinstance(bound, tree.Name | tree.Call) for bound in tree.walk(bounds))
    return False
