"""What stands in for None: `size or 8`, `8 if size is None else size`, `if size is None: size = 8`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import Const, Frame, Meaning, Meanings, Unknown, assumed
from loaderlint.model.project.file import File
from loaderlint.syntax import tree

#: A statement in a file, and the values that it gives.
Given: TypeAlias = tuple[File, tree.Node, Meanings]

#: Why a value is not known that is None unless a user says otherwise, or that is only just being worked out.
_MISSING = (Why.NO_DEFAULT, Why.ITSELF)


def given_instead(evaluator: Evaluation, expr: tree.Conditional | tree.Operation, frame: Frame) -> Meanings:
    """Return what an expression gives that has another value stand in where one is None by default; else nothing."""
    if (parts := _parts(expr)) is None:
        return ()
    usual, other = parts
    values = evaluator.evaluate(usual, frame)
    there = without_none(values)
    if all(value in there or _is_certain(value) for value in values):
        return ()
    return (*there, *assumed(evaluator.evaluate(other, frame)))


def without_none(values: Meanings) -> Meanings:
    """Return the values but for None, and for what is None where the user does not give anything."""
    return tuple(value for value in values if not _is_missing(value))


def filled_in(given: Sequence[Given]) -> Sequence[Given]:
    """Return the values that statements give a name, but for None where one of them stands in for that."""
    filling = [node for file, node, _ in given if _stands_in(file, node)]
    if not filling or not any(_is_missing(v) for _, node, meant in given if node not in filling for v in meant):
        return given
    return [(file, n, assumed(meant) if n in filling else without_none(meant)) for file, n, meant in given]


def is_filled_in(file: File, name: str) -> bool:
    """Whether a file gives an attribute of an object another value where it is None."""
    for owner, value in file.assigned_from_outside.get(name, ()):
        target = file.scopes.parent[owner]
        written = f"{tree.dotted(owner)}.{name}"
        parts = _parts(value) if isinstance(value, tree.Conditional | tree.Operation) else None
        if (parts and tree.dotted(parts[0]) == written) or _is_asked(file, file.scopes.parent[target], written):
            return True
    return False


def _is_missing(value: Meaning) -> bool:
    if type(value) is Unknown:
        return value.reason is not None and value.reason.why in _MISSING
    return isinstance(value, Const) and value.value is None


def _is_certain(value: Meaning) -> bool:
    return isinstance(value, Const) and not value.assumed


def _parts(expr: tree.Conditional | tree.Operation) -> tuple[tree.Expr, tree.Expr] | None:
    """What an expression gives unless it is None, and what it gives then; None for an expression of another kind."""
    match expr:
        case tree.Operation(op="or", operands=(usual, other)):
            return usual, other
        case tree.Conditional(test=test, then=then, otherwise=otherwise):
            asked, is_none = _asked_for_none(test)
            usual, other = (otherwise, then) if is_none else (then, otherwise)
            written = tree.dotted(usual)
            return (usual, other) if written is not None and written == tree.dotted(asked) else None
    return None


def _asked_for_none(test: tree.Expr) -> tuple[tree.Expr, bool]:
    """What a condition asks for, and whether it holds where that is None."""
    match test:
        case tree.Operation(op="is" | "is_not" as op, operands=(asked, tree.Constant(value=None))):
            return asked, op == "is"
        case tree.Operation(op="not", operands=(asked,)):
            return asked, True
    return test, False


def _stands_in(file: File, statement: tree.Node) -> bool:
    """Whether a statement gives a name a value where that is None."""
    match statement:
        case tree.Assign(targets=(tree.Name(id=name),), op=""):
            return _is_asked(file, statement, name)
    return False


def _is_asked(file: File, statement: tree.Node, written: str) -> bool:
    """Whether the `if` around a statement asks whether something is None, as it is written there."""
    match file.scopes.parent.get(statement):
        case tree.If(test=test, body=body) if statement in body:
            asked, is_none = _asked_for_none(test)
            return is_none and tree.dotted(asked) == written
    return False
