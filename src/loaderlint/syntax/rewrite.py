"""Changing the arguments of a call, or the entries of a dict, in the text: everything around them stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

#: Character offsets of a stretch of text: start and end.
Span: TypeAlias = tuple[int, int]

#: A call on one line is broken rather than made longer than this.
_WIDTH = 100

#: What may stand between an argument and its comma.
_BLANK = re.compile(r"(?:[ \t\f\r\n]|\\\r?\n|#[^\r\n]*)*")

#: The rest of a line that holds no more code.
_REST = re.compile(r"[ \t\f]*(?:#[^\r\n]*)?(?=\r?\n|\r|\Z)")

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A stretch of text to replace, by character offsets; `text` has line feeds for what ends lines in the file."""

    start: int
    end: int
    text: str


def drop(text: str, items: Sequence[Span], numbers: Sequence[int]) -> list[Change]:
    """Return what takes the items with these numbers out of the comma-separated `items`."""
    changes = []
    wanted = sorted(set(numbers))
    while wanted:
        first = last = wanted.pop(0)
        while wanted and wanted[0] == last + 1:
            last = wanted.pop(0)
        changes.append(_drop_run(text, items, first, last))
    return changes


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


def give(text: str, call: Span, items: Sequence[Span], codes: Sequence[str]) -> list[Change]:
    """Return what adds `codes` behind the last of the arguments `items` of a call, in the style that it is written."""
    if not items:
        return [Change(call[1] - 1, call[1] - 1, ", ".join(codes))]
    start, end = items[-1]
    after = _past_comma(text, end)
    has_comma = after > end
    line = _line_start(text, start)
    indent = text[line:start]
    if not indent.strip():  # each argument, or the last at least, has a line of its own
        changes = [] if has_comma else [Change(end, end, ",")]
        rest = _REST.match(text, after)
        at = rest.end() if rest else after
        added = ",".join(f"\n{indent}{code}" for code in codes) + ("," if has_comma else "")
        if at == end:
            return [Change(end, end, "," + added)]
        return [*changes, Change(at, at, added)]
    joined = ", ".join(codes)
    last_on_line = end if _LINE_END.search(text, end, call[1]) else call[1]
    if last_on_line - line + len(joined) + 2 <= _WIDTH:
        return [Change(end, end, f", {joined}")]
    first_here = min((s for s, _ in items if s >= line), default=start)
    lead = text[line:first_here]
    hanging = lead if not lead.strip() else re.sub(r"\S", " ", lead)
    return [Change(end, end, f",\n{hanging}{joined}")]


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


def _before_blanks(text: str, offset: int) -> int:
    while offset and text[offset - 1] in " \t":
        offset -= 1
    return offset
