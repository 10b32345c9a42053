"""Changing the arguments of a call, or the entries of a dict, in the text: everything around them stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

#: Character offsets of a stretch of text: start and end.
Span: TypeAlias = tuple[int, int]

#: A call on one line is broken rather than made longer than this, which is what formatters take by default.
_WIDTH = 88

#: What may stand between an argument and its comma.
_BLANK = re.compile(r"(?:[ \t\f\r\n]|\\\r?\n|#[^\r\n]*)*")

#: The rest of a line that holds no more code.
_REST = re.compile(r"[ \t\f]*(?:#[^\r\n]*)?(?=\r?\n|\r|\Z)")

_LINE_END = re.compile(r"\r\n|\r|\n")

#: What is in lines that may be longer: text and comments.
_LEFT_ALONE = re.compile(r"[\"'#]")

#: What parts items on a line.
_BETWEEN = re.compile(r"[ \t]*,?[ \t]*")

_CONDITIONAL = re.compile(r"(.*) (if .*) (else .*)")

_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A stretch of text to replace, by character offsets; `text` has line feeds for what ends lines in the file."""

    start: int
    end: int
    text: str


def drop(text: str, items: Sequence[Span], numbers: Sequence[int]) -> list[Change]:
    """Return what takes the items with these numbers out of the comma-separated `items`.

    Those that are left go on the line of their brackets where they have room there again.
    """
    kept = [text[start:end] for number, (start, end) in enumerate(items) if number not in numbers]
    if (inside := _on_lines_alone(text, items)) and kept:
        line = text[_line_start(text, inside[0]) : inside[0]] + ", ".join(kept) + text[inside[1]]
        if len(line) <= _WIDTH:
            return [Change(*inside, ", ".join(kept))]
    return _taken_out(text, items, numbers)


def _taken_out(text: str, items: Sequence[Span], numbers: Sequence[int]) -> list[Change]:
    """What takes items out, each run of neighbours at once; what is left stays where it is."""
    changes = []
    wanted = sorted(set(numbers))
    while wanted:
        first = last = wanted.pop(0)
        while wanted and wanted[0] == last + 1:
            last = wanted.pop(0)
        changes.append(_drop_run(text, items, first, last))
    return changes


def _on_lines_alone(text: str, items: Sequence[Span]) -> Span | None:
    """What is inside brackets whose items share one line of their own, as formatters write what is too long for one."""
    start, end = items[0][0], items[-1][1]
    closing = end + len(text[end:]) - len(text[end:].lstrip())
    opening = start - len(text[:start]) + len(text[:start].rstrip())
    is_so = _LINE_END.search(text, opening, start) and _LINE_END.search(text, end, closing)
    if not is_so or _LINE_END.search(text, start, end):
        return None
    return (opening, closing) if text[closing : closing + 1] == _CLOSING.get(text[opening - 1 : opening]) else None


def _drop_run(text: str, items: Sequence[Span], first: int, last: int) -> Change:
    start, end = items[first][0], items[last][1]
    after = _past_comma(text, end)
    line = _line_start(text, start)
    rest = _REST.match(text, after)
    if not text[line:start].strip() and rest:
        return Change(line, _past_line_end(text, rest.end()), "")
    if last + 1 < len(items):
        following = items[last + 1][0]
        if not _LINE_END.search(text, after, following):
            return Change(start, following, "")
        return Change(_before_blanks(text, start), after, "")
    if first > 0 and "#" not in text[items[first - 1][1] : start]:
        return Change(items[first - 1][1], end, "")
    return Change(start, after, "")


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call: where the call and each of them stand, and how many stand before any `**options`."""

    call: Span
    items: Sequence[Span]
    named: int

    @property
    def options(self) -> Span | None:
        """The first `**options`, before which arguments are added."""
        return self.items[self.named] if self.named < len(self.items) else None


def give(text: str, of: Arguments, codes: Sequence[str], unit: str, gone: Sequence[int] = ()) -> list[Change]:
    """Return what adds `codes` behind the last of the arguments of a call, in the style that it is written.

    A call that gets too long for its line is written with one argument on each line, indented by `unit`. The arguments
    with the numbers in `gone` are taken out at once.
    """
    call, items = of.call, of.items
    without = _taken_out(text, items, gone)
    if items and _is_one_per_line(text, items):
        return [*without, *_give_lines(text, of, codes)]
    end = items[-1][1] if items else call[1] - 1
    added = beside(of, codes)
    if not items or _fits(text, end, call, len(added.text)):
        return [*without, added]
    if "#" in text[end : call[1]] or _LINE_END.search(text, items[0][0], end):
        return [*without, _on_a_further_line(of, codes, _hanging(text, items, unit))]
    kept = [item for number, item in enumerate(items) if number not in gone]
    return _opened(text, of, kept or items, codes, unit)


def beside(of: Arguments, codes: Sequence[str]) -> Change:
    """Return what adds `codes` behind the last of the arguments of a call, on its line."""
    if of.options is not None:
        return Change(of.options[0], of.options[0], f"{', '.join(codes)}, ")
    at = of.items[-1][1] if of.items else of.call[1] - 1
    return Change(at, at, (", " if of.items else "") + ", ".join(codes))


def _on_a_further_line(of: Arguments, codes: Sequence[str], indent: str) -> Change:
    if of.options is not None:
        return Change(of.options[0], of.options[0], f"{', '.join(codes)},\n{indent}")
    end = of.items[-1][1]
    return Change(end, end, f",\n{indent}{', '.join(codes)}")


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
    opening = _before_blanks(text, first)
    if _BETWEEN.fullmatch(text, last, end) and text[end : end + 1] == _CLOSING.get(text[opening - 1]):
        return Group(items, (opening - 1, opening), (end, end + 1), "" if is_loop else ",")
    is_bare = last == end and text[:opening].endswith(("=", "return"))
    return Group(items, (first, first), (end, end)) if is_bare and not is_loop else None


def is_too_long(text: str, group: Group, more: int) -> bool:
    """Whether a line that the brackets of a group end, which are all on it, has no room for more."""
    start, end = _outermost(text, group)
    of_one_line = line_end(text, end) is not None and not _LINE_END.search(text, start, end)
    return of_one_line and not _has_room(text, end, more)


def spread(text: str, group: Group, unit: str, more: int) -> list[Change]:
    """Return what gives items that get longer by `more` a line of their own, or one each if they do not fit on it.

    Brackets that hold the group alone are opened first.
    """
    items, opening, closing = group.items, group.opening, group.closing
    has_brackets = opening[0] < opening[1]
    margin = _margin(text, opening[0])
    left, right = _outermost(text, group)
    if has_brackets and len(margin) + len(unit) + right - left - 2 + more <= _WIDTH:
        return _held_open(text, [(left, right - 1)], unit)
    alone = _alone_around(text, _called(text, group)) if has_brackets else []
    depth = len(alone)
    inner, outer = (f"\n{margin}{unit * number}" for number in (depth + 1, depth))
    between = [Change(one[1], other[0], f"{group.comma}{inner}") for one, other in pairwise(items)]
    return [
        *_held_open(text, alone, unit),
        Change(opening[1], items[0][0], inner if has_brackets else f"({inner}"),
        *between,
        Change(items[-1][1], closing[0], f"{group.comma}{outer}" + ("" if has_brackets else ")")),
    ]


def _outermost(text: str, group: Group) -> Span:
    """Where the outermost of the brackets begin and end that hold a group alone, or its own."""
    alone = _alone_around(text, _called(text, group))
    return (alone[0][0], alone[0][1] + 1) if alone else (group.opening[0], group.closing[1])


def _called(text: str, group: Group) -> Span:
    """Where the brackets of a group stand, with the name of what they call."""
    return _callee_start(text, group.opening[0]), group.closing[1]


def _held_open(text: str, brackets: Sequence[Span], unit: str) -> list[Change]:
    """What writes what is inside brackets on lines of its own; those that come later are inside those before."""
    changes = []
    for depth, (left, right) in enumerate(brackets):
        margin = f"\n{_margin(text, left)}"
        start = left + 1 + len(text[left + 1 :]) - len(text[left + 1 :].lstrip(" \t"))
        end = len(text[:right].rstrip(", \t"))
        changes.append(Change(left + 1, start, f"{margin}{unit * (depth + 1)}"))
        changes.append(Change(end, right, f"{margin}{unit * depth}"))
    return changes


def _fits(text: str, end: int, call: Span, more: int) -> bool:
    """Whether the line that the last argument of a call ends on has room for more."""
    if _LINE_END.search(text, end, call[1]):
        return end - _line_start(text, end) + more <= _WIDTH
    return _has_room(text, call[1], more)


def _has_room(text: str, end: int, more: int) -> bool:
    """Whether the line that code ends on has room for more; what follows it counts unless that is too long anyway."""
    start = _line_start(text, end)
    found = _LINE_END.search(text, end)
    whole = len(text[start : found.start() if found else len(text)].rstrip())
    return (whole if whole <= _WIDTH else end - start) + more <= _WIDTH


def _is_one_per_line(text: str, items: Sequence[Span]) -> bool:
    """Whether each argument, or the last two at least, has a line of its own."""
    before_last = items[-2:][0]
    return _begins_line(text, items[-1]) and (before_last == items[0] or _begins_line(text, before_last))


def _begins_line(text: str, item: Span) -> bool:
    return not text[_line_start(text, item[0]) : item[0]].strip()


def _give_lines(text: str, of: Arguments, codes: Sequence[str]) -> list[Change]:
    """Write what is new on lines of its own, with a comma behind the last if there was one before."""
    if of.options is not None:
        at = of.options[0]
        indent = _margin(text, at)
        return [Change(at, at, "".join(f"{_broken(text, code, indent)},\n{indent}" for code in codes))]
    start, end = of.items[-1]
    after = _past_comma(text, end)
    has_comma = after > end
    indent = text[_line_start(text, start) : start]
    rest = _REST.match(text, after)
    at = rest.end() if rest else after
    added = ",".join(f"\n{indent}{_broken(text, code, indent)}" for code in codes) + ("," if has_comma else "")
    if at == end:
        return [Change(end, end, "," + added)]
    return [*([] if has_comma else [Change(end, end, ",")]), Change(at, at, added)]


def _opened(text: str, of: Arguments, items: Sequence[Span], codes: Sequence[str], unit: str) -> list[Change]:
    """Write one argument on each line, as formatters do; brackets that hold the call alone are opened too."""
    alone = _alone_around(text, of.call)
    depth = len(alone)
    left = _before_blanks(text, items[0][0], " \t\r\n\f\\") - 1
    margin = _margin(text, alone[0][0] if alone else left)
    inner = f"\n{margin}{unit * (depth + 1)}"
    changes = [*_held_open(text, alone, unit), Change(left + 1, items[0][0], inner)]
    changes += [Change(one[1], other[0], f",{inner}") for one, other in pairwise(items)]
    added = [_broken(text, code, inner[1:]) for code in codes]
    if of.options is not None:
        changes.append(Change(of.options[0], of.options[0], "".join(f"{code},{inner}" for code in added)))
        added = []
    behind = "".join(f",{inner}{code}" for code in added)
    return [*changes, Change(items[-1][1], of.call[1] - 1, f"{behind},\n{margin}{unit * depth}")]


def _alone_around(text: str, code: Span) -> list[Span]:
    """Where the brackets open and close, outermost first, that hold nothing but `code` and each other."""
    found: list[Span] = []
    while (outer := _alone_in(text, code)) is not None:
        found.insert(0, (outer[0], outer[1] - 1))
        code = (_callee_start(text, outer[0]), outer[1])
    return found


def _broken(text: str, code: str, indent: str) -> str:
    """An argument that has a line of its own: a conditional that is too long for one is broken as formatters do.

    How long lines may be in a file is seen from those that hold no more than code: formatters leave others alone.
    """
    parts = _CONDITIONAL.fullmatch(code)
    room = max((len(line) for line in text.splitlines() if not _LEFT_ALONE.search(line)), default=0)
    if parts is None or len(indent) + len(code) + 1 <= max(_WIDTH, room):
        return code
    return f"\n{indent}".join(parts.groups())


def _callee_start(text: str, bracket: int) -> int:
    """Where the name begins of what brackets call."""
    while bracket and (text[bracket - 1].isidentifier() or text[bracket - 1].isdigit() or text[bracket - 1] == "."):
        bracket -= 1
    return bracket


def _alone_in(text: str, code: Span) -> Span | None:
    """The brackets around code that hold nothing else, on the same line."""
    start, end = code
    closing = _CLOSING.get(text[start - 1 : start])
    return (start - 1, end + 1) if closing is not None and text.startswith(closing, end) else None


def _hanging(text: str, items: Sequence[Span], unit: str) -> str:
    """What a further line of arguments begins with: what the last of them does, or room up to below the first."""
    for start, _ in (item for item in reversed(items) if _begins_line(text, item)):
        return text[_line_start(text, start) : start]
    lead = text[_line_start(text, items[0][0]) : items[0][0]]
    return re.sub(r"\S", " ", lead) if len(lead) <= _WIDTH // 2 else _margin(text, items[0][0]) + 2 * unit


def _margin(text: str, offset: int) -> str:
    """What the line that holds an offset begins with."""
    start = _line_start(text, offset)
    return text[start : len(text) - len(text[start:].lstrip(" \t"))]


def _past_comma(text: str, end: int) -> int:
    """Where the comma behind an item ends; `end` if there is none."""
    blank = _BLANK.match(text, end)
    at = blank.end() if blank else end
    return at + 1 if text.startswith(",", at) else end


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int | None:
    """Where the next line begins if nothing but a comment follows on this one, else None."""
    rest = _REST.match(text, offset)
    return None if rest is None else _past_line_end(text, rest.end())


def _past_line_end(text: str, offset: int) -> int:
    found = _LINE_END.match(text, offset)
    return found.end() if found else offset


def _before_blanks(text: str, offset: int, blanks: str = " \t") -> int:
    while offset and text[offset - 1] in blanks:
        offset -= 1
    return offset
