"""Where a stretch of a source's text lies, as it is shown to people."""

from __future__ import annotations

from loaderlint.finding import Location
from loaderlint.text.paths import shown
from loaderlint.text.source import Source


def location(source: Source, start: int, end: int) -> Location:
    """Return the location of the characters `start` to `end` of a source's text."""
    line, column = source.position(start)
    end_line, end_column = source.position(end)
    cell, line = source.in_cell(line)
    _, end_line = source.in_cell(end_line)
    return Location(shown(source.path), cell, line, column, end_line, end_column)


def offsets(source: Source, where: Location) -> tuple[int, int]:
    """Return the characters of a source's text that a location in it covers: the inverse of `location`."""
    start = source.offset(where.cell, where.line, where.column)
    return start, source.offset(where.cell, where.end_line, where.end_column)
