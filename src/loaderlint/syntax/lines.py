"""Stretches of text, and where they stand on their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

#: Character offsets of a stretch of text: start and end.
Span: TypeAlias = tuple[int, int]

#: Code on one line is broken rather than made longer than this, which is what formatters take by default.
WIDTH = 88

#: The rest of a line that holds no more code.
REST = re.compile(r"[ \t\f]*(?:#[^\r\n]*)?(?=\r?\n|\r|\Z)")

_BLANK_LINES = re.compile(r"(?:[ \t\f]*(?:\r\n|\r|\n))*")

LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A stretch of text to replace, by character offsets; `text` has line feeds for what ends lines in the file."""

    start: int
    end: int
    text: str


def margin_of(text: str, offset: int) -> str:
    """Return what the line that holds an offset begins with."""
    start = line_start(text, offset)
    return text[start : len(text) - len(text[start:].lstrip(" \t"))]


def has_room(text: str, end: int, more: int) -> bool:
    """Return whether the line that code ends on has room for more.

    What follows the code counts, unless the line is too long anyway.
    """
    start = line_start(text, end)
    found = LINE_END.search(text, end)
    whole = len(text[start : found.start() if found else len(text)].rstrip())
    return (whole if whole <= WIDTH else end - start) + more <= WIDTH


def line_start(text: str, offset: int) -> int:
    """Return where the line begins that holds an offset."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int | None:
    """Where the next line begins if nothing but a comment follows on this one, else None."""
    rest = REST.match(text, offset)
    return None if rest is None else past_line_end(text, rest.end())


def past_line_end(text: str, offset: int) -> int:
    """Return where the next line begins, if a line ends at an offset."""
    found = LINE_END.match(text, offset)
    return found.end() if found else offset


def before_blanks(text: str, offset: int, blanks: str = " \t") -> int:
    """Return where the blanks before an offset begin."""
    while offset and text[offset - 1] in blanks:
        offset -= 1
    return offset


def blank_lines(text: str, offset: int) -> int:
    """Return how many characters of blank lines follow an offset at which a line begins."""
    found = _BLANK_LINES.match(text, offset)
    return len(found[0]) if found else 0
