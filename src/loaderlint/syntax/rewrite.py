"""Changing the arguments of a call, or the entries of a dict, in the text: everything around them stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaderlint.syntax.brackets import CLOSING, alone_around, held_open
from loaderlint.syntax.lines import (
    LINE_END,
    REST,
    WIDTH,
    Change,
    Span,
    before_blanks,
    has_room,
    line_start,
    margin_of,
    past_line_end,
)

#: What may stand between an argument and its comma.
_BLANK = re.compile(r"(?:[ \t\f\r\n]|\\\r?\n|#[^\r\n]*)*")

#: What is in lines that may be longer: text and comments.
_LEFT_ALONE = re.compile(r"[\"'#]")

_CONDITIONAL = re.compile(r"(.*) (if .*) (else .*)")


def drop(text: str, items: Sequence[Span], numbers: Sequence[int]) -> list[Change]:
    """Return what takes the items with these numbers out of the comma-separated `items`.

    Those that are left go on the line of their brackets where they have room there again.
    """
    kept = [text[start:end] for number, (start, end) in enumerate(items) if number not in numbers]
    if (inside := _on_lines_alone(text, items)) and kept:
        line = text[line_start(text, inside[0]) : inside[0]] + ", ".join(kept) + text[inside[1]]
        if len(line) <= WIDTH:
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
    is_so = LINE_END.search(text, opening, start) and LINE_END.search(text, end, closing)
    if not is_so or LINE_END.search(text, start, end):
        return None
    return (opening, closing) if text[closing : closing + 1] == CLOSING.get(text[opening - 1 : opening]) else None


def _drop_run(text: str, items: Sequence[Span], first: int, last: int) -> Change:
    start, end = items[first][0], items[last][1]
    after = _past_comma(text, end)
    line = line_start(text, start)
    rest = REST.match(text, after)
    if not text[line:start].strip() and rest:
        return Change(line, past_line_end(text, rest.end()), "")
    if last + 1 < len(items):
        following = items[last + 1][0]
        if not LINE_END.search(text, after, following):
            return Change(start, following, "")
        return Change(before_blanks(text, start), after, "")
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
    if "#" in text[end : call[1]] or LINE_END.search(text, items[0][0], end):
        return [*without, _on_a_further_line(text, of, codes, _hanging(text, items, unit))]
    kept = [item for number, item in enumerate(items) if number not in gone]
    return _opened(text, of, kept or items, codes, unit)


def beside(of: Arguments, codes: Sequence[str]) -> Change:
    """Return what adds `codes` behind the last of the arguments of a call, on its line."""
    if of.options is not None:
        return Change(of.options[0], of.options[0], f"{', '.join(codes)}, ")
    at = of.items[-1][1] if of.items else of.call[1] - 1
    return Change(at, at, (", " if of.items else "") + ", ".join(codes))


def _on_a_further_line(text: str, of: Arguments, codes: Sequence[str], indent: str) -> Change:
    added = ", ".join(_broken(text, code, indent) for code in codes)
    if of.options is not None:
        return Change(of.options[0], of.options[0], f"{added},\n{indent}")
    end = of.items[-1][1]
    return Change(end, end, f",\n{indent}{added}")


def _fits(text: str, end: int, call: Span, more: int) -> bool:
    """Whether the line that the last argument of a call ends on has room for more."""
    if LINE_END.search(text, end, call[1]):
        return end - line_start(text, end) + more <= WIDTH
    return has_room(text, call[1], more)


def _is_one_per_line(text: str, items: Sequence[Span]) -> bool:
    """Whether each argument, or the last two at least, has a line of its own."""
    before_last = items[-2:][0]
    return _begins_line(text, items[-1]) and (before_last == items[0] or _begins_line(text, before_last))


def _begins_line(text: str, item: Span) -> bool:
    return not text[line_start(text, item[0]) : item[0]].strip()


def _give_lines(text: str, of: Arguments, codes: Sequence[str]) -> list[Change]:
    """Write what is new on lines of its own, with a comma behind the last if there was one before."""
    if of.options is not None:
        at = of.options[0]
        indent = margin_of(text, at)
        return [Change(at, at, "".join(f"{_broken(text, code, indent)},\n{indent}" for code in codes))]
    start, end = of.items[-1]
    after = _past_comma(text, end)
    has_comma = after > end
    indent = text[line_start(text, start) : start]
    rest = REST.match(text, after)
    at = rest.end() if rest else after
    added = ",".join(f"\n{indent}{_broken(text, code, indent)}" for code in codes) + ("," if has_comma else "")
    if at == end:
        return [Change(end, end, "," + added)]
    return [*([] if has_comma else [Change(end, end, ",")]), Change(at, at, added)]


def _opened(text: str, of: Arguments, items: Sequence[Span], codes: Sequence[str], unit: str) -> list[Change]:
    """Write one argument on each line, as formatters do; brackets that hold the call alone are opened too."""
    alone = alone_around(text, of.call)
    depth = len(alone)
    left = before_blanks(text, items[0][0], " \t\r\n\f\\") - 1
    margin = margin_of(text, alone[0][0] if alone else left)
    inner = f"\n{margin}{unit * (depth + 1)}"
    changes = [*held_open(text, alone, unit), Change(left + 1, items[0][0], inner)]
    changes += [Change(one[1], other[0], f",{inner}") for one, other in pairwise(items)]
    added = [_broken(text, code, inner[1:]) for code in codes]
    if of.options is not None:
        changes.append(Change(of.options[0], of.options[0], "".join(f"{code},{inner}" for code in added)))
        added = []
    behind = "".join(f",{inner}{code}" for code in added)
    return [*changes, Change(items[-1][1], of.call[1] - 1, f"{behind},\n{margin}{unit * depth}")]


def _broken(text: str, code: str, indent: str) -> str:
    """An argument that has a line of its own: a conditional that is too long for one is broken as formatters do.

    How long lines may be in a file is seen from those that hold no more than code: formatters leave others alone.
    """
    parts = _CONDITIONAL.fullmatch(code)
    room = max((len(line) for line in text.splitlines() if not _LEFT_ALONE.search(line)), default=0)
    if parts is None or not all(part.count("(") == part.count(")") for part in parts.groups()):
        return code
    if len(indent) + len(code) + 1 <= max(WIDTH, room):
        return code
    return f"\n{indent}".join(parts.groups())


def _hanging(text: str, items: Sequence[Span], unit: str) -> str:
    """What a further line of arguments begins with: what the last of them does, or room up to below the first."""
    for start, _ in (item for item in reversed(items) if _begins_line(text, item)):
        return text[line_start(text, start) : start]
    lead = text[line_start(text, items[0][0]) : items[0][0]]
    return re.sub(r"\S", " ", lead) if len(lead) <= WIDTH // 2 else margin_of(text, items[0][0]) + 2 * unit


def _past_comma(text: str, end: int) -> int:
    """Where the comma behind an item ends; `end` if there is none."""
    blank = _BLANK.match(text, end)
    at = blank.end() if blank else end
    return at + 1 if text.startswith(",", at) else end
