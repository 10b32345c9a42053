"""Outcomes of conditions, put together from those of their parts: True, False, or None where that is not known."""

from __future__ import annotations

from collections.abc import Callable, Collection

from loaderlint.model.inference.values import Const, Meanings
from loaderlint.syntax import tree


def of_values(values: Meanings) -> bool | None:
    """Return the outcome of a condition that means some values: None but for one constant that no user may set."""
    match values:
        case (Const(value=value, assumed=False),):
            return bool(value)
    return None


def any_holds(outcomes: Collection[bool | None]) -> bool | None:
    """Return the outcome of `or`."""
    return True if True in outcomes else None if None in outcomes else False


def all_hold(outcomes: Collection[bool | None]) -> bool | None:
    """Return the outcome of `and`."""
    return False if False in outcomes else None if None in outcomes else True


def of_parts(test: tree.Expr, outcome: Callable[[tree.Expr], bool | None]) -> bool | None:
    """Return the outcome of a condition that is made by `not`, `and` or `or`; None for any other."""
    match test:
        case tree.Operation(op="not", operands=(operand,)):
            held = outcome(operand)
            return None if held is None else not held
        case tree.Operation(op="and", operands=operands):
            return all_hold([outcome(operand) for operand in operands])
        case tree.Operation(op="or", operands=operands):
            return any_holds([outcome(operand) for operand in operands])
    return None
