"""Questions of item code about the ranks of the program, and whether the answer makes a difference to the samples."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.values import External, Frame
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.words import TELLING
from loaderlint.model.project.file import Place
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.syntax import tree

#: Functions and methods that tell people something, and change nothing.
_TELLING = {*TELLING, "log"}


def rank_asked(code: ItemCode) -> tuple[External, Place] | None:
    """Return the first question, with its place, that raises where there is no process group, or whose answer is used.

    Who prints is often asked for, and does no harm.
    """
    asked = ((called, place) for called, place in code.calls if called.fact.asks_ranks)
    return next((one for one in asked if not _is_careful(*one) or _is_used(code, one[1])), None)


def _is_careful(called: External, place: Place) -> bool:
    """Whether a question never raises: it asks if there is a process group, or such a question stands beside it."""
    function = place.file.scopes.function_at(place.node)
    return "is_initialized" in (called.path.rpartition(".")[2], *tree.names(function or place.node))


def _is_used(code: ItemCode, answer: Place) -> bool:
    """Whether an answer is used for more than to decide what is printed."""
    places = expand([answer], lambda place: _passed_on(code, place), lambda place: place)
    return any(_decides(code, place) for place in places)


def _passed_on(code: ItemCode, value: Place) -> Iterator[Place]:
    """Where a value goes from the statement that it stands in: to uses of a name, and to calls of its function."""
    scopes = value.file.scopes
    function = scopes.function_at(value.node)
    match _statement(value):
        case tree.Assign(targets=(tree.Name(id=name) as target,)):
            for use in value.file.mentions(name):
                if use is not target and scopes.function_at(use) is function:
                    yield Place(value.file, use)
        case tree.Return():
            for call, caller in _calls(code, function):
                if call is not None and caller is not None:
                    yield Place(caller.file, call)


def _calls(code: ItemCode, function: tree.Node | None) -> Iterator[tuple[tree.Call | None, Frame | None]]:
    """The calls of a function, each with the frame that it stands in; None where torch calls it."""
    return ((v.frame.call, v.frame.caller) for v in code.visits if v.frame.function is function)


def _decides(code: ItemCode, value: Place) -> bool:
    """Whether the statement that a value stands in does more with it than to keep it, to hand it on or to print."""
    match _statement(value):
        case tree.Assign(targets=(tree.Name(),)):
            return False
        case tree.Return():
            function = value.file.scopes.function_at(value.node)
            return any(call is None for call, _ in _calls(code, function))
        case tree.If(body=body, otherwise=otherwise):
            return not all(map(_only_tells, (*body, *otherwise)))
        case statement:
            return not _only_tells(statement)


def _statement(value: Place) -> tree.Node:
    """The statement that an expression stands in."""
    around = (value.node, *value.file.scopes.ancestors(value.node))
    return next(node for node in around if isinstance(node, tree.Stmt))


def _only_tells(statement: tree.Node) -> bool:
    """Whether a statement does nothing but to tell people something."""
    match statement:
        case tree.Evaluate(kind="", values=(tree.Call(func=func),)):
            return tree.last_name(func) in _TELLING
        case tree.If(body=body, otherwise=otherwise):
            return all(map(_only_tells, (*body, *otherwise)))
    return isinstance(statement, tree.Jump) and statement.kind == "pass"
