"""Applying edits to the bytes of a file. Every byte outside the edits stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from loaderlint.finding import Edit
from loaderlint.fixing.notebook_edit import edit_cells
from loaderlint.text.locate import offsets
from loaderlint.text.source import decode


class CannotApplyError(ValueError):
    """Edits that a file's bytes do not allow; the message says why."""


def apply(path: Path, data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the contents of a file with edits applied, none of which overlaps another.

    Raises:
        CannotApplyError: the coding of the file does not give the same bytes back.
    """
    if path.suffix == ".ipynb":
        try:
            return edit_cells(data, [_in_cell(edit) for edit in edits])
        except ValueError as error:
            raise CannotApplyError(str(error)) from None
    source = decode(path, data)
    text = source.text
    if text.encode(source.encoding) != data:
        raise CannotApplyError(f"its coding {source.encoding} does not give the same bytes back")
    found = re.search(r"\r\n|\r|\n", text)
    line_end = found[0] if found else "\n"
    for edit in sorted(edits, reverse=True):
        start, end = offsets(source, edit.location)
        text = text[:start] + edit.text.replace("\n", line_end) + text[end:]
    try:
        return text.encode(source.encoding)
    except UnicodeEncodeError:
        raise CannotApplyError(f"its coding {source.encoding} lacks a character of the fix") from None


def _in_cell(edit: Edit) -> tuple[int, tuple[int, int], tuple[int, int], str]:
    where = edit.location
    assert where.cell is not None
    return where.cell, (where.line, where.column), (where.end_line, where.end_column), edit.text
