"""Arithmetic on constants, and nothing that could be slow, large or raise."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any, Final

from loaderlint.model.libraries.facts import Gives

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "is": operator.is_, "is_not": operator.is_not,
}  # fmt: skip

_NUMBERS = (bool, int, float)

#: Characters of a string that is put together; a longer one is no name and no path.
_LONGEST = 1000

#: Functions that make an integer of a number, `int` of a string as well.
CONVERTING: Final[dict[Gives, Callable[[Any], int | str]]] = {
    Gives.INTEGER: int, Gives.CEILING: math.ceil, Gives.FLOOR: math.floor, Gives.ROUNDED: round, Gives.TEXT: str,
}  # fmt: skip

#: Methods that give a string in another spelling.
SPELLINGS: Final[dict[str, Callable[[str], str]]] = {
    "lower": str.lower, "upper": str.upper, "casefold": str.casefold, "capitalize": str.capitalize, "strip": str.strip,
}  # fmt: skip

#: Methods that ask how a string begins or ends.
ENDS: Final[dict[str, Callable[[str, str], bool]]] = {"startswith": str.startswith, "endswith": str.endswith}

#: Methods that take the last part off a string, the name of a class off its path, and one that takes all apart.
PARTING: Final[dict[str, Callable[..., Sequence[str]]]] = {
    "rsplit": str.rsplit, "rpartition": str.rpartition, "split": str.split,
}  # fmt: skip


def fold(op: str, operands: Sequence[object]) -> tuple[object] | None:
    """Return the value of `op` on constant operands in a 1-tuple, or None where it is not simple arithmetic.

    Numbers, strings that are joined, and strings and None under comparison, are all that options of a loader are made
    of.
    """
    if op == "+" and all(isinstance(operand, str) for operand in operands):
        text = joined("", operands)
        return None if text is None else (text,)
    if op == "not":
        return (not operands[0],)
    if op in ("and", "or"):
        left, right = operands
        return (right if bool(left) == (op == "and") else left,)
    if op not in _OPERATORS or len(operands) != 2:
        return None
    numeric = all(isinstance(o, _NUMBERS) for o in operands)
    if op in ("is", "is_not"):
        if None not in operands and not any(isinstance(o, bool) for o in operands):
            return None
    elif op not in ("==", "!=") and not numeric:
        return None
    try:
        return (_OPERATORS[op](*operands),)
    except (ArithmeticError, TypeError):
        return None


def joined(between: str, parts: Sequence[object]) -> str | None:
    """Return strings put together; None where one is something else, or they are too long."""
    texts = [part for part in parts if isinstance(part, str)]
    fits = sum(map(len, texts)) + len(between) * len(texts) <= _LONGEST
    return between.join(texts) if fits and len(texts) == len(parts) else None


def converted(gives: Gives, value: object) -> int | str | None:
    """Return what a function of `CONVERTING` makes of a value; None where it raises."""
    try:
        return CONVERTING[gives](value)
    except (TypeError, ValueError, OverflowError):
        return None


def is_sentinel(value: object) -> bool:
    """Whether a default stands for "not given": nothing is computed from it as it is."""
    return value is None or (isinstance(value, int | float) and value < 0)
