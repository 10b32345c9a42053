"""Reading a file: bytes to text, with everything that is needed to point into it."""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

#: A larger file is data, not code: LibCST would take some 40 s and 1 GB for 10 MB.
MAX_BYTES = 4 * 1024 * 1024


#: What ends a line of Python; `str.splitlines` knows more ends than the language does.
_LINE_END = re.compile(r"\r\n|\r|\n")


class SourceError(ValueError):
    """A file that is not Python text; `line` is where, 1-based."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, eq=False)
class Source:
    """The text of one file. `path` is as it is shown to the user; offsets count characters of `text`."""

    path: Path
    text: str
    encoding: str = "utf-8"
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


def decode(path: Path, data: bytes) -> Source:
    """Decode a file as Python does (PEP 263: BOM, then coding cookie, then UTF-8).

    Raises:
        SourceError: NUL bytes, an unknown coding, bytes that do not fit it, or more than `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES:
        megabytes, limit = len(data) / 2**20, MAX_BYTES // 2**20
        raise SourceError(f"file of {megabytes:.1f} MB is over the limit of {limit} MB; `exclude` it if it holds data")
    if b"\0" in data:
        raise SourceError("file holds NUL bytes: it is binary or UTF-16", data.count(b"\n", 0, data.index(b"\0")) + 1)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        raise SourceError(f"{error.msg}; save it as UTF-8 or declare its coding") from None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(f"byte 0x{data[error.start]:02x} is not valid {encoding}; declare the coding", line) from None
    return Source(path, text, codecs.lookup(encoding).name)
