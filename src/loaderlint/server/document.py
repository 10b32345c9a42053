"""What an editor has open, and where a location lies in it as the protocol counts."""

from __future__ import annotations

import io
import json
import re
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from lsprotocol.types import Position, PositionEncodingKind, Range, TextEdit
from pygls.uris import from_fs_path

from loaderlint.finding import Location
from loaderlint.text.paths import absolute
from loaderlint.text.source import Source, SourceError, decode

#: Between the lines of a text, each of which but the last has an end.
_LINE = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


@dataclass(frozen=True, slots=True)
class Part:
    """A text that the editor knows by a URI of its own: a file, or one cell of a notebook."""

    uri: str
    text: str
    version: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """A file, which has one part, or a notebook, whose parts are its cells in order; `path` is absolute."""

    path: Path
    parts: tuple[Part, ...]
    is_notebook: bool

    def contents(self) -> bytes:
        """Return what the file would hold if it were saved."""
        if not self.is_notebook:
            return _encode(self.parts[0].text)
        cells = [{"cell_type": "code", "source": part.text} for part in self.parts]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()

    def without_line(self, number: int) -> Document:
        """Return the file with a name in the place of what a line (from 1) holds, so that blocks keep a statement."""
        (part,) = self.parts
        lines = _LINE.split(part.text)
        code = lines[number - 1]
        end = code[len(code.rstrip("\r\n")) :]
        indent = code[: len(code) - len(code.lstrip(" \t"))]
        lines[number - 1] = f"{indent}_{end}"
        return replace(self, parts=(replace(part, text="".join(lines)),))

    def texts(self, contents: bytes) -> list[str]:
        """Return the text of every part in contents such as those of `contents`."""
        if not self.is_notebook:
            return [decode(self.path, contents).text]
        return [cell["source"] for cell in json.loads(contents)["cells"]]


def _encode(text: str) -> bytes:
    """A text as a file would hold it, in the coding that it declares, if that works."""
    data = text.encode(errors="replace")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return text.encode(encoding)
    except (SyntaxError, UnicodeEncodeError):
        return data


class Places:
    """Where locations lie: in which part of which document, and in which range there.

    A column counts code units of `encoding`, in what is open as it is there, else in what is on disk.
    """

    def __init__(self, documents: Mapping[Path, Document], encoding: PositionEncodingKind | str | None) -> None:
        self._documents = documents
        self._encoding = encoding
        self._sources: dict[str, Source | None] = {}

    def find(self, location: Location) -> tuple[str, Range]:
        """Return the URI of the part that a location lies in, and its range there."""
        path = absolute(Path(location.path))
        document = self._documents.get(path)
        uri = document.parts[location.cell or 0].uri if document else from_fs_path(str(path)) or path.as_uri()
        start = self._position(location, uri, location.line, location.column)
        return uri, Range(start, self._position(location, uri, location.end_line, location.end_column))

    def changes(self, part: Part, text: str) -> list[TextEdit]:
        """Return what makes `text` of a part: whole lines, and only those that change."""
        old, new = (_LINE.split(each) for each in (part.text, text))
        ends = [Position(number, 0) for number in range(len(old))]
        ends.append(Position(len(old) - 1, self._units(old[-1])))
        stretches = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return [
            TextEdit(Range(ends[first], ends[last]), "".join(new[start:end]))
            for kind, first, last, start, end in stretches
            if kind != "equal"
        ]

    def _position(self, location: Location, uri: str, line: int, column: int) -> Position:
        if uri not in self._sources:
            self._sources[uri] = self._read(location)
        source = self._sources[uri]
        if source is None or not 0 < line <= source.lines:
            return Position(line - 1, column - 1)
        return Position(line - 1, self._units(source.line(line)[: column - 1]))

    def _read(self, location: Location) -> Source | None:
        path = absolute(Path(location.path))
        if document := self._documents.get(path):
            return Source(path, document.parts[location.cell or 0].text)
        try:
            return None if location.cell is not None else decode(path, path.read_bytes())
        except (OSError, SourceError):
            return None

    def _units(self, text: str) -> int:
        if self._encoding == PositionEncodingKind.Utf8:
            return len(text.encode(errors="surrogatepass"))
        if self._encoding == PositionEncodingKind.Utf32:
            return len(text)
        return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
