"""Whether the samples of a dataset are asked for by number, one at a time, or by lists of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import FunctionRef, Instance, at_large
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Gives, Samples
from loaderlint.model.loaders.datasets import of_libraries, unwrapped
from loaderlint.model.loaders.loader import Loader
from loaderlint.syntax import tree

#: Names that a parameter has which takes several numbers.
_SEVERAL = ("indices", "indexes", "idxs", "idxes", "inds", "ids", "batch", "keys", "list")

#: A function of the project, and the parameter of it that numbers come by.
_Reader: TypeAlias = tuple[FunctionRef, tree.Parameter]


def takes_single_numbers(loader: Loader) -> bool:
    """Whether every dataset that a loader reads is written for single numbers: nothing in it is done to a list."""
    evaluator = loader.evaluator
    values = loader["dataset"].values
    own = unwrapped(evaluator, values)
    others = [made for made in of_libraries(evaluator, values) if not made.fact.wraps]
    known = loader.is_wholly_seen and bool(own or others)
    return (
        known
        and all(made.fact.dataset is Samples.MAP and _is_plain(made) for made in others)
        and all(_reads_one(evaluator, dataset) for dataset in own)
    )


def _is_plain(made: Instance) -> bool:
    """Whether a dataset of a library takes one number: of tensors, or of files."""
    return made.fact.gives is Gives.TENSORS or made.fact.pictures is not None


def _reads_one(evaluator: Evaluator, dataset: Instance) -> bool:
    """Whether the `__getitem__` of a dataset, and what it hands its index on to, use it as one number is used."""
    methods = evaluator.attributes.attribute(dataset, "__getitem__")
    readers = [(m, m.node.params[1]) for m in methods if isinstance(m, FunctionRef) and len(m.node.params) == 2]
    reached = list(expand(readers, lambda reader: _handed_on(evaluator, reader), lambda reader: reader[1]))
    return bool(readers) and len(readers) == len(methods) and all(_is_for_one(evaluator, reader) for reader in reached)


def _is_for_one(evaluator: Evaluator, reader: _Reader) -> bool:
    """Whether a function does nothing to a number but look something up, count with it, and hand it on."""
    function, param = reader
    if param.annotation not in (None, "int") or param.name.lower().endswith(_SEVERAL):
        return False
    return all(
        _is_use_of_one(function.file.scopes.parent[use], use) or _taker(evaluator, function, use) is not None
        for use in _uses(reader)
    )


def _uses(reader: _Reader) -> list[tree.Name]:
    function, param = reader
    return [n for n in tree.walk(function.node) if isinstance(n, tree.Name) and n.id == param.name]


def _handed_on(evaluator: Evaluator, reader: _Reader) -> Iterator[_Reader]:
    """The functions of the project that a function hands its number on to."""
    for use in _uses(reader):
        if taker := _taker(evaluator, reader[0], use):
            yield taker


def _taker(evaluator: Evaluator, function: FunctionRef, use: tree.Name) -> _Reader | None:
    """The function of the project that a use of a name hands it to, by position."""
    scopes = function.file.scopes
    argument = scopes.parent[use]
    call = scopes.parent[argument] if isinstance(argument, tree.Argument) and not argument.keyword else None
    frame = evaluator.calls.enter(function, None, at_large(function.file))
    if not isinstance(call, tree.Call) or frame is None:
        return None
    match evaluator.evaluate(call.func, frame):
        case (FunctionRef() as taker,):
            params = taker.node.params[1 if taker.receiver else 0 :]
            number = call.args.index(argument) if isinstance(argument, tree.Argument) else 0
            plain = not any(a.star for a in call.args) and number < len(params) and not params[number].star
            return (taker, params[number]) if plain else None
    return None


def _is_use_of_one(above: tree.Node, use: tree.Name) -> bool:
    """Whether code uses a number as one; looking something up by it may be meant for a list as well."""
    match above:
        case tree.Subscript():
            return use in above.index
        case tree.Operation() | tree.Sequence() | tree.Return() | tree.Pair() | tree.Other(kind="f-string" | "slice"):
            return True
    return False
