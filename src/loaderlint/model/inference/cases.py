"""Loops over a few names, as in `for phase in ["train", "val"]`: each turn is a case of its own.

So are loops over a few rows, `for name, images in [("train", a), ("val", b)]`, also where `zip` makes them.
"""

from __future__ import annotations

from loaderlint.model import limits
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import Const, Frame, Items, Meanings, lost_with
from loaderlint.syntax import tree


def turns(evaluator: Evaluation, loop: tree.For | tree.Clause, frame: Frame) -> list[Frame]:
    """Return the frame of each turn of a loop over names, rows, or what a dict holds; none for any other loop."""
    if len(frame.turns) == limits.TURNS_IN_TURNS:
        return []
    owner = _dict_gone_through(loop)
    if owner is not None:
        names = _keys(evaluator, owner, frame)
    else:
        names = _names(evaluator, loop, frame) or _numbers(evaluator, loop, frame)
    if not 1 < len(names) <= limits.TURNS:
        return []
    return [frame.turning((*frame.turns, (loop, name))) for name in names]


def turn_of_key(loop: tree.Clause, key: tree.Expr, name: str, frame: Frame) -> Frame | None:
    """Return the frame of the turn in which a comprehension makes the entry `name` of a dict, if there is one.

    That is known, whatever the loop goes through, where the key is what it takes from there; None for other keys.
    """
    if len(frame.turns) == limits.TURNS_IN_TURNS or not isinstance(key, tree.Name):
        return None
    match loop.target, _dict_gone_through(loop):
        case tree.Name(id=taken), None if taken == key.id:
            pass
        case tree.Sequence(items=(tree.Name(id=taken), _)), tree.Node() if taken == key.id:
            pass
        case _:
            return None
    return frame.turning((*frame.turns, (loop, Const(name, frame.place(loop.iterable)))))


def given_in_turn(
    evaluator: Evaluation,
    loop: tree.For | tree.Clause,
    name: Const,
    path: tuple[tuple[int, int | None], ...],
    frame: Frame,
) -> Meanings:
    """Return what the part of a loop's target that a path leads to is in the turn of a name, a key, or a row."""
    owner = _dict_gone_through(loop)
    if isinstance(name.value, int):
        expr, there = _rows(evaluator, loop, frame)[name.value][path[0][0]]
        return evaluator.evaluate(expr, there)
    is_key = isinstance(loop.target, tree.Sequence) and path[0][0] == 0
    if owner is None or is_key:
        return (name,)
    found = evaluator.entry(owner, str(name.value), frame, is_there=True)
    return found or (lost_with(evaluator.evaluate(owner, frame), Why.KEY),)


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


def _numbers(evaluator: Evaluation, loop: tree.For | tree.Clause, frame: Frame) -> list[Const]:
    """The numbers of the rows that a loop takes apart."""
    return [Const(n, frame.place(loop.iterable)) for n in range(len(_rows(evaluator, loop, frame)))]


def _rows(
    evaluator: Evaluation, loop: tree.For | tree.Clause, frame: Frame
) -> list[tuple[tuple[tree.Expr, Frame], ...]]:
    """What a loop gives its names in each turn, each part with its frame; none where not all of it is displayed."""
    match loop.target, loop.iterable:
        case tree.Sequence(items=targets), tree.Call(func=func, args=args) if not any(a.star for a in args):
            if evaluator.fact(func, frame).pairs and len(args) == len(targets) and _are_names(targets):
                columns = [_displayed(evaluator, a.value, frame) for a in args]
                if len({len(column) for column in columns}) == 1:
                    return list(zip(*columns, strict=True))
        case tree.Sequence(items=targets), iterable if _are_names(targets):
            rows = _displayed(evaluator, iterable, frame)
            parts = [row.items if isinstance(row, tree.Sequence) else () for row, _ in rows]
            if all(len(items) == len(targets) and not any(map(tree.is_starred, items)) for items in parts):
                return [tuple((item, there) for item in items) for items, (_, there) in zip(parts, rows, strict=True)]
    return []


def _are_names(targets: tuple[tree.Expr, ...]) -> bool:
    return all(isinstance(target, tree.Name) for target in targets)


def _displayed(evaluator: Evaluation, expr: tree.Expr, frame: Frame) -> list[tuple[tree.Expr, Frame]]:
    """The parts of a list or tuple, each with its frame; none where it is not written out, or is long."""
    match evaluator.evaluate(expr, frame):
        case (Items(node=tree.Sequence(kind="list" | "tuple", items=items), frame=there),):
            if len(items) <= limits.TURNS and not any(map(tree.is_starred, items)):
                return [(item, there) for item in items]
    return []


def _keys(evaluator: Evaluation, owner: tree.Expr, frame: Frame) -> list[Const]:
    """The keys of a dict that a loop goes through."""
    return [Const(key, frame.place(owner)) for key in evaluator.keys(owner, frame)]


def _dict_gone_through(loop: tree.For | tree.Clause) -> tree.Expr | None:
    """The dict of which a loop takes the items, or the values."""
    match loop.target, loop.iterable:
        case (
            tree.Sequence(items=(tree.Name(), tree.Name())),
            tree.Call(func=tree.Attribute(attr="items", value=owner), args=()),
        ) | (tree.Name(), tree.Call(func=tree.Attribute(attr="values", value=owner), args=())):
            return owner
    return None
