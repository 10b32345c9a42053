"""Editing the code of a notebook's cells in its JSON. Every byte outside the edited characters stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, TypeAlias

#: A line and a column, 1-based.
Place: TypeAlias = tuple[int, int]

#: A cell's number among all, where an edit starts and ends in it, and the new text.
CellEdit: TypeAlias = tuple[int, Place, Place, str]

#: Where a literal starts and ends in the file's text, its quotes included.
_Span: TypeAlias = tuple[int, int]

#: The members that lead to the code of cells. What others hold, such as pictures, is passed over.
_LEADING = {"worksheets", "cells", "source", "input"}

_DECODER = json.JSONDecoder()

_BLANK = re.compile(r"[ \t\r\n]*")

#: What stands for one character inside a JSON string.
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)


def edit_cells(data: bytes, edits: Iterable[CellEdit]) -> bytes:
    """Return a notebook with edits applied, none of which overlaps another.

    Raises:
        ValueError: the file is not UTF-8, or not laid out as notebooks are.
    """
    text = data.decode("utf-8")
    cells = _cells(text)
    changes = [_change(text, cells, edit) for edit in edits]
    for start, end, code in sorted(changes, reverse=True):
        text = text[:start] + code + text[end:]
    return text.encode("utf-8")


def places_in_file(data: bytes, number: int, places: Iterable[Place]) -> list[Place]:
    """Return where places in a cell lie in the text of the file.

    Raises:
        ValueError: the file is not UTF-8, or not laid out as notebooks are.
        IndexError: there is no such place.
    """
    text = data.decode("utf-8")
    code = _Code(text, _cells(text)[number])
    return [_place(text, code.offset(code.index(*place))) for place in places]


def edit_in_file(data: bytes, edit: CellEdit) -> tuple[Place, Place, str]:
    """Return where an edit of a cell starts and ends in the text of the file, and what is written there, as JSON.

    Raises:
        ValueError: the file is not UTF-8, or not laid out as notebooks are.
        IndexError: there is no such place.
    """
    text = data.decode("utf-8")
    start, end, code = _change(text, _cells(text), edit)
    return _place(text, start), _place(text, end), code


def _place(text: str, offset: int) -> Place:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _change(text: str, cells: list[Any], edit: CellEdit) -> tuple[int, int, str]:
    number, start, end, new = edit
    old = _Code(text, cells[number])
    stop = old.index(*end)
    rows = [json.dumps(row, ensure_ascii=text.isascii())[1:-1] for row in new.split("\n")]
    # Each line is a string of its own where the code is a list: the next begins as the others do.
    line_end = r"\n" + (f'"{_between(text, old.literals)}"' if old.listed else "")
    code = line_end.join(rows)
    if old.listed and stop == len(old.characters) and not rows[-1] and len(rows) > 1:
        code = code.removesuffix(line_end) + r"\n"
    return old.offset(old.index(*start)), old.offset(stop), code


class _Code:
    """The code of a cell: the string literals that hold it, and where each character begins, and what it is."""

    def __init__(self, text: str, cell: dict[str, Any]) -> None:
        source: Any = cell.get("source", cell.get("input"))
        self.listed = isinstance(source, list)
        self.literals: list[_Span] = source if self.listed else [source]
        self.characters = [c for literal in self.literals for c in _characters(text, literal)]

    def index(self, line: int, column: int) -> int:
        """Return the number of the character at a place."""
        at = 0
        for _ in range(line - 1):
            while self.characters[at][1] not in "\r\n":
                at += 1
            at += 2 if [c for _, c in self.characters[at : at + 2]] == ["\r", "\n"] else 1
        return at + column - 1

    def offset(self, index: int) -> int:
        """Return where a character begins in the file's text, or where the last one ends."""
        return self.characters[index][0] if index < len(self.characters) else self.literals[-1][1] - 1


def _between(text: str, literals: list[_Span]) -> str:
    """What stands between two literals of a list."""
    if len(literals) > 1:
        return text[literals[0][1] : literals[1][0]]
    return "," + text[text.rindex("[", 0, literals[0][0]) + 1 : literals[0][0]]


def _characters(text: str, literal: _Span) -> list[tuple[int, str]]:
    """Where each character of a string literal begins, and what it is."""
    found = _CHARACTER.finditer(text, literal[0] + 1, literal[1] - 1)
    return [(match.start(), _character(match[0])) for match in found]


def _character(written: str) -> str:
    """What stands in a JSON string for a character, as that character."""
    return str(json.loads(f'"{written}"')) if written.startswith("\\") else written


def _cells(text: str) -> list[Any]:
    """The cells of a notebook, with a span for every string of their code."""
    try:
        notebook, _ = _value(text, _past_blank(text, 0))
        return [cell for sheet in notebook.get("worksheets", [notebook]) for cell in sheet["cells"]]
    except (AttributeError, IndexError, KeyError, TypeError, RecursionError, StopIteration):
        raise ValueError("it is not laid out as notebooks are") from None


def _value(text: str, at: int) -> tuple[Any, int]:
    """The JSON value at an offset, strings as spans and other scalars as None, and where it ends."""
    match text[at]:
        case '"':
            _, end = scanstring(text, at + 1)
            return (at, end), end
        case "[":
            items = []
            at = _past_blank(text, at + 1)
            while text[at] != "]":
                item, at = _value(text, at)
                items.append(item)
                at = _past_comma(text, at)
            return items, at + 1
        case "{":
            members = {}
            at = _past_blank(text, at + 1)
            while text[at] != "}":
                key, at = scanstring(text, at + 1)
                at = _past_blank(text, _past_blank(text, at) + 1)
                if key in _LEADING:
                    members[key], at = _value(text, at)
                else:
                    _, at = _DECODER.raw_decode(text, at)
                at = _past_comma(text, at)
            return members, at + 1
    _, end = _DECODER.raw_decode(text, at)
    return None, end


def _past_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _past_comma(text: str, at: int) -> int:
    at = _past_blank(text, at)
    return _past_blank(text, at + 1) if text[at] == "," else at
