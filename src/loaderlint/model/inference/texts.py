"""Strings that are put together from known ones, as the names of modules and classes are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from loaderlint.model.inference.arithmetic import joined
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Const, Frame, Items, Meanings
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree

#: A place in a string that another one is put into.
_GAP = re.compile(r"\{(\d?)\}")

#: The same for `%`.
_PERCENT = re.compile(r"%[sd]")


def in_f_string(evaluator: Evaluation, expr: tree.Other, frame: Frame) -> Meanings:
    """Return what `f"data.{name}"` is; nothing where that is not known."""
    return _text("", (evaluator.evaluate(part, frame) for part in expr.children), frame.place(expr))


def by_method(evaluator: Evaluation, call: tree.Call, text: object, frame: Frame) -> Meanings:
    """Return what `"data.{}".format(name)` or `".".join(parts)` gives; nothing where that is not known."""
    given = [argument.value for argument in call.args if not argument.star and argument.keyword is None]
    if not isinstance(text, str) or not given or len(given) < len(call.args):
        return ()
    place = frame.place(call)
    if tree.last_name(call.func) == "join":
        match evaluator.evaluate(given[0], frame):
            case (Items(node=tree.Sequence(items=items), frame=home),) if not any(map(tree.is_starred, items)):
                return _text(text, (evaluator.evaluate(item, home) for item in items), place)
        return ()
    between, gaps = _GAP.split(text)[::2], _GAP.findall(text)
    numbers = [int(gap or number) for number, gap in enumerate(gaps)]
    if any("{" in part or "}" in part for part in between) or max(numbers, default=0) >= len(given):
        return ()
    return _filled(evaluator, between, [given[number] for number in numbers], frame, place)


def by_percent(evaluator: Evaluation, expr: tree.Operation, text: str, frame: Frame) -> Meanings:
    """Return what `"%s/%s.yaml" % (folder, name)` gives; nothing where that is not known."""
    right = expr.operands[1]
    given = right.items if isinstance(right, tree.Sequence) and right.kind == "tuple" else (right,)
    between = _PERCENT.split(text)
    if len(between) != len(given) + 1 or any("%" in part for part in between):
        return ()
    return _filled(evaluator, between, given, frame, frame.place(expr))


def _filled(
    evaluator: Evaluation, between: Sequence[str], given: Sequence[tree.Expr], frame: Frame, place: Place
) -> Meanings:
    """A string with what is put into its gaps, one by one."""
    parts: list[Meanings] = [(Const(between[0], place),)]
    for item, after in zip(given, between[1:], strict=True):
        parts += [evaluator.evaluate(item, frame), (Const(after, place),)]
    return _text("", parts, place)


def _text(between: str, parts: Iterable[Meanings], place: Place) -> Meanings:
    """A string of parts that are known strings, or whole numbers, each of them only one."""
    known: list[Const] = []
    for meanings in parts:
        match meanings:
            case (Const() as const,):
                known.append(const)
            case _:
                return ()
    text = joined(between, [str(const.value) if type(const.value) is int else const.value for const in known])
    return () if text is None else (Const(text, place, any(const.assumed for const in known)),)
