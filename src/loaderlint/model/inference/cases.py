"""Loops over a few names, as in `for phase in ["train", "val"]`: each turn is a case of its own."""

from __future__ import annotations

from loaderlint.model import limits
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Const, Frame, Items
from loaderlint.syntax import tree


def turns(evaluator: Evaluation, loop: tree.For | tree.Clause, frame: Frame) -> list[Frame]:
    """Return the frame of each turn of a loop over names; none for any other loop."""
    if not isinstance(loop.target, tree.Name) or len(frame.turns) == limits.TURNS_IN_TURNS:
        return []
    names = _names(evaluator, loop.iterable, frame)
    if not 1 < len(names) <= limits.TURNS:
        return []
    return [frame.turning((*frame.turns, (loop, name))) for name in names]


def _names(evaluator: Evaluation, iterable: tree.Expr, frame: Frame) -> list[Const]:
    """The strings that a display holds, in order; none where it holds anything else."""
    values = evaluator.evaluate(iterable, frame)
    if len(values) != 1 or not isinstance(values[0], Items) or len(values[0].node.items) > limits.TURNS:
        return []
    items = evaluator.elements(values)
    names = [item for item in items if isinstance(item, Const) and isinstance(item.value, str)]
    return names if len(names) == len(items) == len(values[0].node.items) else []
