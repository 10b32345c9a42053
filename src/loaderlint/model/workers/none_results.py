"""Functions that return None on some path, where they otherwise return a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reachable import live_nodes
from loaderlint.model.inference.values import Frame, FunctionRef, at_large, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Nothing:
    """A place where a function returns None, or a tuple, list or dict with None in it.

    `certain` where an exception leads there, or nothing but the call itself: not where a condition does.
    """

    place: Place
    certain: bool
    falls: bool = False  # an except clause ends there, and the function with it


def nothings(evaluator: Evaluator, function: FunctionRef) -> Iterator[Nothing]:
    """Yield where a function returns None, itself or through another function of the project."""
    for returned in expand([function], lambda one: _returned_on(evaluator, one), mark):
        yield from _own_nothings(evaluator, returned)


def _enter(evaluator: Evaluator, function: FunctionRef) -> Frame | None:
    """The frame of a call of a function; None for one that returns nothing, or is not seen."""
    returned = None if isinstance(function.node, tree.Lambda) else function.file.returned(function.node)
    return evaluator.calls.enter(function, None, at_large(function.file)) if returned else None


def _returned_on(evaluator: Evaluator, function: FunctionRef) -> Iterator[FunctionRef]:
    """The functions of the project whose value a function returns."""
    frame = _enter(evaluator, function)
    if frame is None:
        return
    for node in live_nodes(evaluator, frame):
        match node:
            case tree.Return(value=tree.Call() as call):
                callees = evaluator.evaluate(call.func, frame)
                yield from (callee for callee in callees if isinstance(callee, FunctionRef))


def _own_nothings(evaluator: Evaluator, function: FunctionRef) -> Iterator[Nothing]:
    frame = _enter(evaluator, function)
    if frame is None:
        return
    file, scopes = function.file, function.file.scopes
    for node in live_nodes(evaluator, frame):
        match node:
            case tree.Return(value=value) if value is None or _is_none(value):
                around = scopes.ancestors(node)
                inside = around[: around.index(function.node)]
                tests = [a.test for a in inside if isinstance(a, tree.If | tree.Case)]
                if not any(map(_asks_for_length, tests)):
                    handled = isinstance(inside[0], tree.Handler) if inside else False
                    yield Nothing(Place(file, node), handled or not tests)
    body = function.node.body if isinstance(function.node, tree.Function) else ()
    match body[-1] if body else None:
        case tree.Try(handlers=handlers, otherwise=(), final=()):
            for handler in handlers:
                if handler.body and not any(map(_leaves, handler.body)):
                    yield Nothing(Place(file, handler.body[-1]), certain=True, falls=True)


def _is_none(value: tree.Expr) -> bool:
    """Whether an expression is None, or a display of values with None among them."""
    match value:
        case tree.Constant(value=None):
            return True
        case tree.Sequence(items=items):
            return any(map(_is_none, items))
        case tree.Dict(items=pairs):
            return any(_is_none(pair.value) for pair in pairs)
    return False


def _asks_for_length(test: tree.Expr) -> bool:
    """Whether a condition looks at a length: `if index >= len(self): return None` is never reached from a loader."""
    return any(
        isinstance(n, tree.Call) and isinstance(n.func, tree.Name) and n.func.id == "len" for n in tree.walk(test)
    )


def _leaves(statement: tree.Node) -> bool:
    """Whether a statement may return or raise, or end the program."""
    return any(
        isinstance(n, tree.Return)
        or (isinstance(n, tree.Evaluate) and n.kind == "raise")
        or (
            isinstance(n, tree.Call)
            and (tree.dotted(n.func) or "").rpartition(".")[2] in ("exit", "_exit", "quit", "abort")
        )
        for n in tree.walk_own(statement)
    )
