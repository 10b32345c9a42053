"""Functions that return None on some path, where they otherwise return a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import tests
from loaderlint.model.inference.on_the_way import may_run
from loaderlint.model.inference.reachable import Live
from loaderlint.model.inference.values import Frame, FunctionRef, at_large, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.words import ENDING
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Nothing:
    """A place where a function returns None, or a tuple, list or dict with None in it.

    `certain` where an exception leads there, or nothing but the call itself: not where a condition does whose outcome
    is not known, such as one in a statement before that returns something else.
    """

    place: Place
    certain: bool
    falls: bool = False  # an except clause ends there, and the function with it


def nothings(evaluator: Evaluator, function: FunctionRef) -> Iterator[Nothing]:
    """Yield where a function returns None, itself or through another function of the project."""
    whole = _enter(evaluator, function, None, at_large(function.file))
    for frame in expand([whole] if whole else [], lambda one: _returned_on(evaluator, one), mark):
        yield from _own_nothings(evaluator, frame)


def _enter(evaluator: Evaluator, function: FunctionRef, call: tree.Call | None, frame: Frame) -> Frame | None:
    """The frame of a call of a function; None for one that returns nothing, or is not seen."""
    returned = None if isinstance(function.node, tree.Lambda) else function.file.returned(function.node)
    return evaluator.calls.enter(function, call, frame) if returned else None


def _returned_on(evaluator: Evaluator, frame: Frame) -> Iterator[Frame]:
    """The calls of functions of the project whose value a call returns."""
    for node in Live(evaluator, frame).nodes(frame.function):
        match node:
            case tree.Return(value=tree.Call() as call):
                callees = [c for c in evaluator.evaluate(call.func, frame) if isinstance(c, FunctionRef)]
                yield from (inner for c in callees if (inner := _enter(evaluator, c, call, frame)) is not None)


def _own_nothings(evaluator: Evaluator, frame: Frame) -> Iterator[Nothing]:
    file, scopes = frame.file, frame.file.scopes
    live = Live(evaluator, frame)
    for node in live.nodes(frame.function):
        match node:
            case tree.Return(value=value) if (
                value is None or _is_none(value) or _holds_left_out(evaluator, value, frame)
            ):
                place = Place(file, node)
                around = scopes.ancestors(node)
                inside = around[: around.index(frame.function)]
                around_it = [a.test for a in inside if isinstance(a, tree.If | tree.Case)]
                asked = {*around_it, *(test for test, _ in tests(file, node))}
                if not any(map(_asks_for_length, around_it)) and may_run(evaluator, place, frame):
                    handled = isinstance(inside[0], tree.Handler) if inside else False
                    yield Nothing(place, handled or all(live.outcome(test) is not None for test in asked))
    body = frame.function.body if isinstance(frame.function, tree.Function) else ()
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


def _holds_left_out(evaluator: Evaluator, value: tree.Expr, frame: Frame) -> bool:
    """Whether an expression is a dict, or a display with one, that keeps a None which it was made with."""
    parts = value.items if isinstance(value, tree.Sequence) else (value,)
    return any(isinstance(part, tree.Name) and _keeps_none(evaluator, part, frame) for part in parts)


def _keeps_none(evaluator: Evaluator, name: tree.Name, frame: Frame) -> bool:
    """Whether a name stands for a dict that is made with None in it, which nothing that may run replaces.

    All that is done with the dict is to put something under a key, to read one, and to return it.
    """
    file, scopes = frame.file, frame.file.scopes
    found = scopes.scope_at(name).lookup(name.id)
    match [(binding.node, binding.value) for binding in found[1]] if found is not None else []:
        case [(tree.Assign(op="") as made, tree.Dict(items=pairs))]:
            empty = {pair.key.value for pair in pairs if isinstance(pair.key, tree.Constant) and _is_none(pair.value)}
        case _:
            return False
    for use in file.mentions(name.id):
        above = scopes.parent[use]
        match above:
            case tree.Subscript(value=owner, index=(tree.Constant(value=key),)) if owner is use:
                statement = scopes.parent[above]
                is_put = isinstance(statement, tree.Assign) and above in statement.targets
                if is_put and evaluator.branches.reach(statement, frame)[0] is not False:
                    empty.discard(key)
            case tree.Return() | tree.Sequence():
                continue
            case _ if above is not made:
                return False
    return bool(empty)


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
        or (isinstance(n, tree.Call) and tree.last_name(n.func) in ENDING)
        for n in tree.walk_own(statement)
    )
