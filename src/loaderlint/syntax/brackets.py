"""Opening brackets, so that what they hold has a line of its own, or a line for each item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaderlint.syntax.lines import LINE_END, WIDTH, Change, Span, before_blanks, has_room, line_end, margin_of

#: What parts items on a line.
_BETWEEN = re.compile(r"[ \t]*,?[ \t]*")

CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between brackets: its items, the brackets' offsets, and what parts the items.

    A tuple without brackets has an empty stretch before and behind it for them.
    """

    items: Sequence[Span]
    opening: Span
    closing: Span
    comma: str = ","


def group(text: str, items: Sequence[Span], end: int, *, is_loop: bool) -> Group | None:
    """Return what stands between brackets, the last of which is at `end`, or the tuple that ends there without any.

    The items of a comprehension, `is_loop`, are what it gives and what it loops over. None is returned where other
    brackets, or anything else, stand between the items.
    """
    items = [(start + len(text[start:stop]) - len(text[start:stop].lstrip()), stop) for start, stop in items]
    first, last = items[0][0], items[-1][1]
    if not all(_BETWEEN.fullmatch(text, one[1], other[0]) for one, other in pairwise(items)):
        return None
    opening = before_blanks(text, first)
    if _BETWEEN.fullmatch(text, last, end) and text[end : end + 1] == CLOSING.get(text[opening - 1]):
        return Group(items, (opening - 1, opening), (end, end + 1), "" if is_loop else ",")
    is_bare = last == end and text[:opening].endswith(("=", "return"))
    return Group(items, (first, first), (end, end)) if is_bare and not is_loop else None


def is_too_long(text: str, group: Group, more: int) -> bool:
    """Whether a line that the brackets of a group end, which are all on it, has no room for more."""
    start, end = _outermost(text, group)
    of_one_line = line_end(text, end) is not None and not LINE_END.search(text, start, end)
    return of_one_line and not has_room(text, end, more)


def spread(text: str, group: Group, unit: str, more: int) -> list[Change]:
    """Return what gives items that get longer by `more` a line of their own, or one each if they do not fit on it.

    Brackets that hold the group alone are opened first.
    """
    items, opening, closing = group.items, group.opening, group.closing
    has_brackets = opening[0] < opening[1]
    margin = margin_of(text, opening[0])
    left, right = _outermost(text, group)
    if has_brackets and len(margin) + len(unit) + right - left - 2 + more <= WIDTH:
        return held_open(text, [(left, right - 1)], unit)
    alone = alone_around(text, _called(text, group)) if has_brackets else []
    depth = len(alone)
    inner, outer = (f"\n{margin}{unit * number}" for number in (depth + 1, depth))
    between = [Change(one[1], other[0], f"{group.comma}{inner}") for one, other in pairwise(items)]
    return [
        *held_open(text, alone, unit),
        Change(opening[1], items[0][0], inner if has_brackets else f"({inner}"),
        *between,
        Change(items[-1][1], closing[0], f"{group.comma}{outer}" + ("" if has_brackets else ")")),
    ]


def _outermost(text: str, group: Group) -> Span:
    """Where the outermost of the brackets begin and end that hold a group alone, or its own."""
    alone = alone_around(text, _called(text, group))
    return (alone[0][0], alone[0][1] + 1) if alone else (group.opening[0], group.closing[1])


def _called(text: str, group: Group) -> Span:
    """Where the brackets of a group stand, with the name of what they call."""
    return _callee_start(text, group.opening[0]), group.closing[1]


def held_open(text: str, brackets: Sequence[Span], unit: str) -> list[Change]:
    """What writes what is inside brackets on lines of its own; those that come later are inside those before."""
    changes = []
    for depth, (left, right) in enumerate(brackets):
        margin = f"\n{margin_of(text, left)}"
        start = left + 1 + len(text[left + 1 :]) - len(text[left + 1 :].lstrip(" \t"))
        end = len(text[:right].rstrip(", \t"))
        changes.append(Change(left + 1, start, f"{margin}{unit * (depth + 1)}"))
        changes.append(Change(end, right, f"{margin}{unit * depth}"))
    return changes


def alone_around(text: str, code: Span) -> list[Span]:
    """Where the brackets open and close, outermost first, that hold nothing but `code` and each other."""
    found: list[Span] = []
    while (outer := _alone_in(text, code)) is not None:
        found.insert(0, (outer[0], outer[1] - 1))
        code = (_callee_start(text, outer[0]), outer[1])
    return found


def _alone_in(text: str, code: Span) -> Span | None:
    """The brackets around code that hold nothing else, on the same line."""
    start, end = code
    closing = CLOSING.get(text[start - 1 : start])
    return (start - 1, end + 1) if closing is not None and text.startswith(closing, end) else None


def _callee_start(text: str, bracket: int) -> int:
    """Where the name begins of what brackets call."""
    while bracket and (text[bracket - 1].isidentifier() or text[bracket - 1].isdigit() or text[bracket - 1] == "."):
        bracket -= 1
    return bracket
