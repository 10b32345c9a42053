"""One line per finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result
    from loaderlint.finding import Location


def render(result: Result) -> str:
    """Return `path:line:column: severity[code] message` for every finding."""
    return "".join(f"{place(f.location)}: {f.severity.value}[{f.code}] {f.message}\n" for f in result.findings)


def place(location: Location) -> str:
    """Return a location as `path:line:column`, with the cell of a notebook, from 1 as editors count, after the path."""
    cell = "" if location.cell is None else f":cell {location.cell + 1}"
    return f"{location.path}{cell}:{location.line}:{location.column}"
