"""Samples that the main process reads before the workers start: `print(data[0].shape)`."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Instance, at_large, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.loaders.datasets import wrapped
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.training.usage import Use
from loaderlint.syntax import tree


def is_read_before(evaluator: Evaluator, dataset: Instance, loader: Loader, uses: list[Use]) -> bool:
    """Whether the code that builds a loader, or goes through it, reads a sample of its dataset before that."""
    file = loader.file
    function = file.scopes.function_at(loader.call)
    starts = [use.place.node for use in uses if use.place.file is file]
    starts = [node for node in starts if file.scopes.function_at(node) is function] or [loader.call]
    last = min(node.at for node in starts)
    for read in _reads(loader):
        if read.at < last and file.scopes.function_at(read) is function:
            values = evaluator.evaluate(read, at_large(file))
            for value in expand(values, lambda one: wrapped(evaluator, one), mark):
                if isinstance(value, Instance) and (value.cls, value.call) == (dataset.cls, dataset.call):
                    return True
    return False


def _reads(loader: Loader) -> Iterator[tree.Expr]:
    """What a sample may be taken of, by number or by a loop, in the file that a loader is built in."""
    scopes = loader.file.scopes
    for node in scopes.every(tree.Subscript):
        if isinstance(node.value, tree.Name) and not isinstance(node.index[0], tree.Other):
            yield node.value
    iterables = [*(loop.iterable for loop in scopes.every(tree.For)), *(c.iterable for c in scopes.every(tree.Clause))]
    yield from (iterable for iterable in iterables if isinstance(iterable, tree.Name))
