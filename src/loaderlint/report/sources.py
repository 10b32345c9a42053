"""Reads the reported files again, to show their lines and to find places in notebooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from loaderlint.finding import Edit, Location
from loaderlint.fixing.notebook_edit import edit_in_file, places_in_file
from loaderlint.text.source import Source, SourceError, decode


class Sources:
    """Files, each read once. `contents` gives the bytes of one, or raises OSError."""

    def __init__(self, contents: Callable[[Path], bytes] = Path.read_bytes) -> None:
        self._contents = contents
        self._known: dict[str, tuple[bytes, Source | None]] = {}

    def source(self, path: str) -> Source | None:
        """Return the source at a path, or None where it is gone."""
        return self._read(path)[1]

    def in_file(self, location: Location) -> Location:
        """Return where a location lies for programs that know files and no cells: in the JSON of a notebook."""
        if location.cell is None:
            return location
        data, _ = self._read(location.path)
        wanted = ((location.line, location.column), (location.end_line, location.end_column))
        try:
            start, end = places_in_file(data, location.cell, wanted)
        except (IndexError, ValueError):  # it is not the notebook that it was
            start = end = (1, 1)
        return replace(location, cell=None, line=start[0], column=start[1], end_line=end[0], end_column=end[1])

    def edit_in_file(self, edit: Edit) -> Edit | None:
        """Return an edit for programs that know files and no cells; None where a notebook is not what it was."""
        where = edit.location
        if where.cell is None:
            return edit
        data, _ = self._read(where.path)
        wanted = (where.cell, (where.line, where.column), (where.end_line, where.end_column), edit.text)
        try:
            start, end, text = edit_in_file(data, wanted)
        except (IndexError, ValueError):
            return None
        return Edit(Location(where.path, None, *start, *end), text)

    def _read(self, path: str) -> tuple[bytes, Source | None]:
        if path not in self._known:
            data = b""
            try:
                data = self._contents(Path(path))
                self._known[path] = data, decode(Path(path), data)
            except (OSError, SourceError):
                self._known[path] = data, None
        return self._known[path]
