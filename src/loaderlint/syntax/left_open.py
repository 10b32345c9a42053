"""Code that is no Python yet, and meant so: blanks to be filled in, and blocks whose every line is a comment."""

from __future__ import annotations

import re

from loaderlint.text.source import Source

#: How a line ends behind which something is still to be written: `mean =`, `model(...`.
_BLANK = re.compile(r"(?:=|\(|,|\.\.\.|\?|__|<[^<>]*>)\s*(?:#.*)?$")

#: A comment that asks for code.
_ASKS = re.compile(r"^[^#]*#.*\b(?:todo|fill|your|complete|implement|exercise|insert|write)\b", re.IGNORECASE)

#: What a course says where its readers are to write.
_HERE = re.compile(r"\byour (?:own )?code (?:here|goes|below)\b", re.IGNORECASE)

#: How many lines above a blank the comment stands that asks for it, at most.
_NEAR = 5

#: What stands for code that a reader is to write: `model = ???`, `model = ____`.
_PLACEHOLDER = re.compile(r"^[^#\n\"']*(?:^|[=(\[,.\s])(?:\?{2,}|_{3,}\s*(?:#.*)?$)", re.MULTILINE)


def is_left_open(source: Source, line: int) -> bool:
    """Whether what cannot be parsed at a line is a blank that a comment asks to fill in, or a block of comments."""
    above = [source.line(number).strip() for number in range(max(1, line - _NEAR), min(line, source.lines) + 1)]
    asked = any(map(_ASKS.search, above)) and any(map(_BLANK.search, above[-2:]))
    asked = asked or any(map(_HERE.search, above))
    return asked or _PLACEHOLDER.search(source.around(line)) is not None or _is_block_of_comments(source, line)


def _is_block_of_comments(source: Source, line: int) -> bool:
    """Whether nothing but comments stands below the head of a block, `if debug:`, and above a line or up to the end."""
    held = [source.line(number).strip() for number in range(1, min(line, source.lines) + 1)]
    if line <= source.lines:
        held.pop()
    comments = 0
    while held and (not held[-1] or held[-1].startswith("#")):
        comments += bool(held.pop())
    return comments > 0 and bool(held) and held[-1].partition("#")[0].rstrip().endswith(":")
