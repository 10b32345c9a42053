"""What the main process calls on a dataset before the workers start: `print(data[0].shape)`, `data.prepare()`."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Instance, at_large, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.loaders.datasets import wrapped
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.training.usage import Use
from loaderlint.syntax import tree


def called_before(evaluator: Evaluator, dataset: Instance, loader: Loader, uses: list[Use]) -> list[str]:
    """Return the methods of a dataset that the code which builds a loader, or goes through it, calls before that."""
    file = loader.file
    function = file.scopes.function_at(loader.call)
    starts = [use.place.node for use in uses if use.place.file is file]
    starts = [node for node in starts if file.scopes.function_at(node) is function] or [loader.call]
    last = min(node.at for node in starts)
    found: dict[str, None] = {}
    for owner, method in _calls(loader):
        if owner.at < last and file.scopes.function_at(owner) is function:
            values = evaluator.evaluate(owner, at_large(file))
            for value in expand(values, lambda one: wrapped(evaluator, one), mark):
                if isinstance(value, Instance) and (value.cls, value.call) == (dataset.cls, dataset.call):
                    found[method] = None
    return list(found)


def _calls(loader: Loader) -> Iterator[tuple[tree.Name, str]]:
    """The names whose methods may be called in the file that a loader is built in: by number, by a loop, by name."""
    scopes = loader.file.scopes
    for node in scopes.every(tree.Subscript):
        if isinstance(node.value, tree.Name) and not isinstance(node.index[0], tree.Other):
            yield node.value, "__getitem__"
    iterables = [*(loop.iterable for loop in scopes.every(tree.For)), *(c.iterable for c in scopes.every(tree.Clause))]
    yield from ((iterable, "__getitem__") for iterable in iterables if isinstance(iterable, tree.Name))
    for call in loader.file.calls:
        match call.func:
            case tree.Attribute(value=tree.Name() as owner, attr=method):
                yield owner, method
