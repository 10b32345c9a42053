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


def give(
    text: str, call: Span, items: Sequence[Span], codes: Sequence[str], unit: str, gone: Sequence[int] = ()
) -> list[Change]:
    """Return what adds `codes` behind the last of the arguments `items` of a call, in the style that it is written.

    A call that gets too long for its line is written with one argument on each line, indented by `unit`. The arguments
    with the numbers in `gone` are taken out at once.
    """
    without = _taken_out(text, items, gone)
    if items and _is_one_per_line(text, items):
        return [*without, *_give_lines(text, items, codes)]
    end = items[-1][1] if items else call[1] - 1
    added = beside(call, items, codes)
    if not items or _fits(text, end, call, len(added.text)):
        return [*without, added]
    if "#" in text[end : call[1]] or _LINE_END.search(text, items[0][0], end):
        return [*without, Change(end, end, f",\n{_hanging(text, items, unit)}{', '.join(codes)}")]
    kept = [item for number, item in enumerate(items) if number not in gone]
    return _opened(text, call, kept or items, codes, unit)


def beside(call: Span, items: Sequence[Span], codes: Sequence[str]) -> Change:
    """Return what adds `codes` behind the last of the arguments of a call, on its line."""
    at = items[-1][1] if items else call[1] - 1
    return Change(at, at, (", " if items else "") + ", ".join(codes))


def is_too_long(text: str, code: Span, more: int) -> bool:
    """Whether a line that code ends, which is all on it, has no room for more."""
    of_one_line = line_end(text, code[1]) is not None and not _LINE_END.search(text, *code)
    return of_one_line and not _has_room(text, code[1], more)


def spread(text: str, items: Sequence[Span], unit: str) -> list[Change]:
    """Return what writes a tuple that has no brackets in brackets, with each of its items on a line."""
    margin = _margin(text, items[0][0])
    inner = f"\n{margin}{unit}"
    between = [Change(one[1], other[0], f",{inner}") for one, other in pairwise(items)]
    start, end = items[0][0], items[-1][1]
    return [Change(start, start, f"({inner}"), *between, Change(end, end, f",\n{margin})")]


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


def _give_lines(text: str, items: Sequence[Span], codes: Sequence[str]) -> list[Change]:
    """Write what is new on lines of its own, with a comma behind the last if there was one before."""
    start, end = items[-1]
    after = _past_comma(text, end)
    has_comma = after > end
    indent = text[_line_start(text, start) : start]
    rest = _REST.match(text, after)
    at = rest.end() if rest else after
    added = ",".join(f"\n{indent}{_broken(text, code, indent)}" for code in codes) + ("," if has_comma else "")
    if at == end:
        return [Change(end, end, "," + added)]
    return [*([] if has_comma else [Change(end, end, ",")]), Change(at, at, added)]


def _opened(text: str, call: Span, items: Sequence[Span], codes: Sequence[str], unit: str) -> list[Change]:
    """Write one argument on each line, as formatters do; brackets that hold the call alone are opened too."""
    brackets = [(_before_blanks(text, items[0][0], " \t\r\n\f\\") - 1, call[1] - 1)]
    around = call
    while (outer := _alone_in(text, around)) is not None:
        brackets.insert(0, (outer[0], outer[1] - 1))
        around = (_callee_start(text, outer[0]), outer[1])
    margin = _margin(text, brackets[0][0])
    changes = []
    for depth, (left, right) in enumerate(brackets[:-1]):
        changes.append(Change(left + 1, left + 1, f"\n{margin}{unit * (depth + 1)}"))
        changes.append(Change(right, right, f"\n{margin}{unit * depth}"))
    inner = f"\n{margin}{unit * len(brackets)}"
    changes.append(Change(brackets[-1][0] + 1, items[0][0], inner))
    changes += [Change(one[1], other[0], f",{inner}") for one, other in pairwise(items)]
    added = "".join(f",{inner}{_broken(text, code, inner[1:])}" for code in codes)
    return [*changes, Change(items[-1][1], call[1] - 1, f"{added},\n{margin}{unit * (len(brackets) - 1)}")]


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
