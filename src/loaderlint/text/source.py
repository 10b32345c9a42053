"""Reading a file: bytes to text, with everything that is needed to point into it."""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from loaderlint.text.notebook import code_cells

#: A larger file is data, not code: LibCST takes up to 20 s and 2 GB for a megabyte of short statements.
MAX_BYTES = 512 * 1024

#: What ends a line of Python; `str.splitlines` knows more ends than the language does.
_LINE_END = re.compile(r"\r\n|\r|\n")

#: Codings that packages from PyPI register: UTF-8 with syntax that old releases of Python do not know.
_UTF_8_UNDERNEATH = {"future_fstrings", "future_annotations"}

#: What Python says of a line without a declaration that is not UTF-8.
_UNDECLARED = "invalid or missing encoding declaration"


class SourceError(ValueError):
    """A file that is not Python text; `line` is where, 1-based.

    If all that is wrong are some bytes, `text` is what it says without them, and they may all be `in_comments`.
    """

    def __init__(self, message: str, line: int = 1, text: str = "", *, in_comments: bool = False) -> None:
        super().__init__(message)
        self.line = line
        self.text = text
        self.in_comments = in_comments


#: The first two lines, whatever they end with: one may declare the coding.
_HEAD = re.compile(rb"(?:[^\r\n]*(?:\r\n?|\n)?){2}")

#: What stands for a byte that is no text.
_SURROGATE = re.compile("[\udc80-\udcff]")

#: A cell all of whose code is indented runs in IPython; its text gets a block to stand in, on a line outside the cell.
_INDENTED = re.compile(r"(?:[ \t]*(?:#.*)?\n)*[ \t]+[^\s#]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: its number among all cells of the notebook, from 0, and its first and last line in the text."""

    number: int
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Source:
    """The text of one file. `path` is as it is shown to the user; offsets count characters of `text`.

    The text of a notebook is the code of its `cells`, one after the other: one program. Any other file has no cells.
    """

    path: Path
    text: str
    encoding: str = "utf-8"
    cells: tuple[Cell, ...] = ()
    _starts: list[int] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._starts.append(0)
        self._starts.extend(match.end() for match in _LINE_END.finditer(self.text))

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of a character offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    @property
    def lines(self) -> int:
        """The number of lines."""
        return len(self._starts)

    def line(self, number: int) -> str:
        """Return line `number` (1-based) without its line end."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def in_cell(self, line: int) -> tuple[int | None, int]:
        """Return the cell that a line of the text is in and its line number there; outside notebooks (None, `line`)."""
        if not self.cells:
            return None, line
        cell = self.cells[max(0, bisect_right(self.cells, line, key=lambda c: c.first) - 1)]
        return cell.number, line - cell.first + 1

    def in_text(self, cell: int | None, line: int) -> int:
        """Return the line of the text that is line `line` of a cell: the inverse of `in_cell`."""
        return line + next((c.first - 1 for c in self.cells if c.number == cell), 0)

    def offset_of_line(self, number: int) -> int:
        """Return the character offset at which line `number` (1-based) of the text begins."""
        return self._starts[number - 1]

    def offset(self, cell: int | None, line: int, column: int) -> int:
        """Return the character offset of a 1-based line and column of the file, or of one of its cells."""
        return self.offset_of_line(self.in_text(cell, line)) + column - 1

    def piece(self, cell: Cell) -> tuple[int, str]:
        """Return the text that belongs to a cell, with what it stands in, and the number of lines before it."""
        before = max((c.last for c in self.cells if c.first < cell.first), default=0)
        end = self._starts[cell.last] if cell.last < len(self._starts) else len(self.text)
        return before, self.text[self._starts[before] : end]

    def around(self, line: int) -> str:
        """Return the text of the cell that a line is in, with what it stands in; all of it outside notebooks."""
        number, _ = self.in_cell(line)
        return next((self.piece(cell)[1] for cell in self.cells if cell.number == number), self.text)

    def without(self, cells: list[Cell]) -> Source:
        """Return the source with the lines of `cells` empty."""
        text = self.text
        for cell in reversed(cells):
            before, piece = self.piece(cell)
            start = self._starts[before]
            text = text[:start] + "\n" * piece.count("\n") + text[start + len(piece) :]
        return Source(self.path, text, self.encoding, self.cells)


def decode(path: Path, data: bytes) -> Source:
    """Decode a file as Python does (PEP 263: BOM, then coding cookie, then UTF-8), or a notebook by its suffix.

    Raises:
        SourceError: NUL bytes, an unknown coding, bytes that do not fit it, no notebook, or more than `MAX_BYTES`.
    """
    if path.suffix == ".ipynb":
        return _decode_notebook(path, data)
    _check_size(len(data))
    if b"\0" in data:
        raise SourceError("file holds NUL bytes: it is binary or UTF-16", data.count(b"\n", 0, data.index(b"\0")) + 1)
    head = _HEAD.match(data)
    assert head is not None
    lines = iter(head[0].splitlines(keepends=True))
    try:
        encoding, _ = tokenize.detect_encoding(lambda: next(lines, b""))
    except SyntaxError as error:
        named = error.msg.lower().replace("-", "_").rpartition(" ")[2]
        if named not in _UTF_8_UNDERNEATH and not error.msg.startswith(_UNDECLARED):
            raise SourceError(f"{error.msg}; save it as UTF-8 or declare its coding") from None
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
        text.encode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not valid {encoding}; declare the coding"
        text = data.decode(encoding, errors="replace")
        in_comments = encoding.startswith("utf-8") and _are_in_comments(data)
        raise SourceError(message, line, text, in_comments=in_comments) from None
    except (LookupError, ValueError):
        raise SourceError(f"{encoding} is not a coding for text; save it as UTF-8") from None
    return Source(path, text, codecs.lookup(encoding).name)


def _are_in_comments(data: bytes) -> bool:
    """Whether bytes that are not valid UTF-8 stand in comments alone."""
    text = io.StringIO(data.decode(errors="surrogateescape"))
    try:
        others = [token.string for token in tokenize.generate_tokens(text.readline) if token.type != tokenize.COMMENT]
    except (SyntaxError, tokenize.TokenError, UnicodeError):
        return False
    return not any(_SURROGATE.search(string) for string in others)


def _check_size(size: int) -> None:
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1024
        raise SourceError(f"{size // 1024} KB are over the limit of {limit} KB; `exclude` the file if it holds data")


def _decode_notebook(path: Path, data: bytes) -> Source:
    try:
        found = code_cells(data)
    except ValueError as error:
        raise SourceError(f"not a notebook: {error}", getattr(error, "lineno", 1)) from None
    _check_size(sum(len(code) for _, code in found))  # without the outputs, which may well be larger
    parts: list[str] = []
    cells = []
    line = 1
    for number, code in found:
        if _INDENTED.match(code):
            parts.append("if 1:")
            line += 1
        last = line + code.count("\n")
        cells.append(Cell(number, line, last))
        parts.append(code)
        line = last + 1
    return Source(path, "\n".join(parts), cells=tuple(cells))
