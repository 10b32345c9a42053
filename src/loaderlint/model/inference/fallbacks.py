"""What an `except` gives a name or an attribute instead of the value that the `try` gives it."""

from __future__ import annotations

from collections.abc import Sequence

from loaderlint.model.inference.values import Meanings, Unknown
from loaderlint.model.project.file import File
from loaderlint.syntax import tree


def without_fallbacks(given: Sequence[tuple[File, tree.Node, Meanings]]) -> Meanings:
    """Return the values that statements give, but for those that stand in for a value which is known.

    A `try` that does more than give one value may raise for another reason: then both values count.
    """
    values = {statement: meant for _, statement, meant in given}
    kept: list[Meanings] = []
    for file, statement, meant in given:
        usual = values.get(first, ()) if (first := _stands_in_for(file, statement)) is not None else ()
        if not usual or any(isinstance(value, Unknown) for value in usual):
            kept.append(meant)
    return tuple(value for meant in kept for value in meant)


def _stands_in_for(file: File, statement: tree.Node) -> tree.Node | None:
    """The assignment that is all of a `try`, for a statement of one of its handlers."""
    handler = file.scopes.parent.get(statement)
    match file.scopes.parent.get(handler) if isinstance(handler, tree.Handler) else None:
        case tree.Try(body=(tree.Assign() as assignment,)):
            return assignment
    return None
