"""What is off on the copy of a dataset that a loader reads: `held = deepcopy(data)`, `held.noisy = False`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaderlint.model.inference.flags import split, tests
from loaderlint.model.inference.values import Frame
from loaderlint.model.inference.written import called_by
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.syntax import tree

_COPYING = {"copy", "deepcopy"}


def is_off_in_copy(loader: Loader, codes: Iterable[ItemCode], place: Place) -> bool:
    """Whether item code comes to a place only where the dataset has an attribute that is false in the loader's copy."""
    off = _switched_off(loader)
    datasets = loader.datasets() if off else []
    frames = [frame for code in codes for frame, live in code.visits if place.node in live] if off else []
    return bool(frames) and all(
        any(_asks(f, n, off) for f, n in _way(frame, place) if f.receiver in datasets) for frame in frames
    )


def _way(frame: Frame, place: Place) -> Iterator[tuple[Frame, tree.Node]]:
    """The calls that lead to code, each with the node in it by which they do."""
    node: tree.Node | None = place.node
    for running in frame.calls():
        if node is not None:
            yield running, node
        node = running.call


def _asks(frame: Frame, node: tree.Node, attributes: set[str]) -> bool:
    """Whether code in a method runs only if one of these attributes of its object is true."""
    parts = (part for test, holds in tests(frame.file, node) for part in split(test, holds=holds))
    return any(
        holds and isinstance(part, tree.Attribute) and part.attr in attributes and isinstance(part.value, tree.Name)
        for part, holds in parts
    )


def _switched_off(loader: Loader) -> set[str]:
    """The attributes that are set to something false on the copy that a loader reads."""
    given = loader.options.expression("dataset")
    written = list(called_by(*given)) if given is not None else []
    copies = any(isinstance(p, tree.Call) and tree.last_name(p.func) in _COPYING for p, _ in written)
    names = [(frame.file, part) for part, frame in written if isinstance(part, tree.Name)] if copies else []
    return {
        attribute
        for file, name in names
        for attribute, assigned in file.assigned_from_outside.items()
        if all(_is_off(value) for target, value in assigned if _is_same(target, name))
        and any(_is_same(target, name) for target, _ in assigned)
    }


def _is_off(value: tree.Expr) -> bool:
    return isinstance(value, tree.Constant) and not value.value


def _is_same(target: tree.Expr, name: tree.Name) -> bool:
    return isinstance(target, tree.Name) and target.id == name.id
