"""Loops over a few names, as in `for phase in ["train", "val"]`: each turn is a case of its own."""

from __future__ import annotations

from loaderlint.model import limits
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Const, Frame, Items, Meanings
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree


def turns(evaluator: Evaluation, loop: tree.For | tree.Clause, frame: Frame) -> list[Frame]:
    """Return the frame of each turn of a loop over names, or over what a dict holds; none for any other loop."""
    if len(frame.turns) == limits.TURNS_IN_TURNS:
        return []
    owner = _dict_gone_through(loop)
    names = _names(evaluator, loop, frame) if owner is None else _keys(evaluator, owner, frame)
    if not 1 < len(names) <= limits.TURNS:
        return []
    return [frame.turning((*frame.turns, (loop, name))) for name in names]


def given_in_turn(
    evaluator: Evaluation,
    loop: tree.For | tree.Clause,
    name: Const,
    path: tuple[tuple[int, int | None], ...],
    frame: Frame,
) -> Meanings:
    """Return what the part of a loop's target that a path leads to is in the turn of a name, or of a key."""
    owner = _dict_gone_through(loop)
    is_key = isinstance(loop.target, tree.Sequence) and path[0][0] == 0
    return (name,) if owner is None or is_key else evaluator.entry(owner, str(name.value), frame)


def _names(evaluator: Evaluation, loop: tree.For | tree.Clause, frame: Frame) -> list[Const]:
    """The strings that a display holds, in order; none where it holds anything else."""
    if not isinstance(loop.target, tree.Name):
        return []
    values = evaluator.evaluate(loop.iterable, frame)
    if len(values) != 1 or not isinstance(values[0], Items) or len(values[0].node.items) > limits.TURNS:
        return []
    items = evaluator.elements(values)
    names = [item for item in items if isinstance(item, Const) and isinstance(item.value, str)]
    return names if len(names) == len(items) == len(values[0].node.items) else []


def _keys(evaluator: Evaluation, owner: tree.Expr, frame: Frame) -> list[Const]:
    """The keys of a dict that a loop goes through."""
    return [Const(key, Place(frame.file, owner)) for key in evaluator.keys(owner, frame)]


def _dict_gone_through(loop: tree.For | tree.Clause) -> tree.Expr | None:
    """The dict of which a loop takes the items, or the values."""
    match loop.target, loop.iterable:
        case (
            tree.Sequence(items=(tree.Name(), tree.Name())),
            tree.Call(func=tree.Attribute(attr="items", value=owner), args=()),
        ) | (tree.Name(), tree.Call(func=tree.Attribute(attr="values", value=owner), args=())):
            return owner
    return None
