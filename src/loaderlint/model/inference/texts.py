"""Strings that are put together from known ones, as the names of modules and classes are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from loaderlint.model.inference.arithmetic import joined
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Const, Frame, Items, Meanings
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree

#: A place in a string that another one is put into.
_GAP = re.compile(r"\{(\d?)\}")


def in_f_string(evaluator: Evaluation, expr: tree.Other, frame: Frame) -> Meanings:
    """Return what `f"data.{name}"` is; nothing where that is not known.

    Of the text of an f-string only the beginning and the end are kept, so that no more than one part may be in it.
    """
    if sum(not isinstance(part, tree.Constant) for part in expr.children) != 1:
        return ()
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
    parts: list[Meanings] = [(Const(between[0], place),)]
    for number, after in zip(numbers, between[1:], strict=True):
        parts += [evaluator.evaluate(given[number], frame), (Const(after, place),)]
    return _text("", parts, place)


def _text(between: str, parts: Iterable[Meanings], place: Place) -> Meanings:
    """A string of parts that are known strings, each of them only one."""
    consts = [meanings[0] if len(meanings) == 1 else None for meanings in parts]
    known = [const for const in consts if isinstance(const, Const)]
    text = joined(between, [const.value for const in known]) if len(known) == len(consts) else None
    return () if text is None else (Const(text, place, any(const.assumed for const in known)),)
