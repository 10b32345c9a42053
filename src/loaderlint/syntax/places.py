"""Finding the places of a file's nodes in its text again.

LibCST tells them, which takes ten times as long to read code as Python's own parser. So it gets no more than the
statement that a node stands in, and of one with blocks inside, its head.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest
from typing import NamedTuple, Protocol

from loaderlint.syntax import from_ast, tree
from loaderlint.syntax.lines import Span
from loaderlint.syntax.parse import ParseError, by_libcst
from loaderlint.syntax.parser_limits import TooDeepError
from loaderlint.text.source import Source
from loaderlint.text.stack import on_deep_stack


class PlacesError(Exception):
    """LibCST does not read code as Python's own parser does, so nothing in it can be pointed at."""


class Places(Protocol):
    """Where the nodes of a file stand in its text."""

    @property
    def exact(self) -> bool:
        """Whether every character of the text is accounted for: LibCST drops some form feeds."""

    def span(self, at: int) -> Span:
        """Return the character offsets of the node with the ordinal `at`.

        They hold the code alone: no white space, comments or commas around it.

        Raises:
            PlacesError: LibCST does not read the code as Python does.
        """


@dataclass(frozen=True, slots=True)
class Table:
    """Places that are all known: two offsets for each ordinal, the start and the end."""

    offsets: array[int]
    exact: bool

    def span(self, at: int) -> Span:
        """Return the character offsets of the node with the ordinal `at`."""
        return self.offsets[2 * at], self.offsets[2 * at + 1]


class PlacesInCode:
    """Places that are found when they are asked for. `module` is what `parse(source)` gives."""

    def __init__(self, source: Source, module: tree.Module) -> None:
        self._source = source
        self._module = module
        self._pieces: dict[int, _Piece | None] = {}

    @property
    def exact(self) -> bool:
        """Whether every character of the text is accounted for."""
        return "\f" not in self._source.text or self._whole.exact

    def span(self, at: int) -> Span:
        """Return the character offsets of the node with the ordinal `at`.

        Raises:
            PlacesError: LibCST does not read the code as Python does.
        """
        number = bisect_right(self._statements, at, key=lambda statement: statement.at) - 1
        if number not in self._pieces:
            self._pieces[number] = on_deep_stack(lambda: self._piece(number)) if number >= 0 else None
        piece = self._pieces[number]
        if piece is None or at not in piece.ordinals:
            return self._whole.span(at)
        start, end = piece.table.span(1 + at - self._statements[number].at)  # the module has the first ordinal
        return start + piece.start, end + piece.start

    @cached_property
    def _whole(self) -> Table:
        return on_deep_stack(lambda: _located(self._source, self._module))

    @cached_property
    def _statements(self) -> list[_Statement]:
        """Where the statements stand, in the order of their ordinals; none if LibCST has read the file."""
        rows = zip(*[iter(self._module.statements)] * 5, strict=True)
        return [
            _Statement(at, self._start(line, column), self._offset(last_line, end))
            for at, line, column, last_line, end in sorted(rows)
        ]

    def _start(self, line: int, column: int) -> int:
        """Where a statement starts of which Python's parser tells its first decorator, or `elif`."""
        margin, start, text = self._source.offset_of_line(line), self._offset(line, column), self._source.text
        before = text[margin:start].rstrip(" \t(")
        if before.endswith("@"):
            return margin + len(before) - 1
        return start + 2 if text.startswith("elif", start) else start

    def _offset(self, line: int, column: int) -> int:
        """The character offset of a column that is counted in bytes."""
        return self._source.offset_of_line(line) + len(self._source.line(line).encode()[:column].decode())

    def _piece(self, number: int) -> _Piece | None:
        """The code of a statement, up to the first block in it; None if it cannot be read alone."""
        statement, *following = self._statements[number : number + 2]
        has_block = any(inner.start < statement.end for inner in following)
        end = following[0].start if has_block else statement.end
        code = self._source.text[statement.start : end] + ("pass" if has_block else "")
        try:
            module = from_ast.read(code)
            table = _located(Source(self._source.path, code), module)
        except (from_ast.UnreadableError, TooDeepError, PlacesError):
            return None
        if len(module.body) != 1:  # a decorator on another line than its `@` is a statement of its own
            return None
        first, behind = statement.at, statement.at - 1 + len(table.offsets) // 2
        if has_block:
            behind -= 1  # the `pass` is none of the file's nodes
            if not isinstance(module.body[0], tree.Function | tree.Class):  # whose places are those of their names
                first += 1  # where the statement ends is not known
        return _Piece(statement.start, table, range(first, behind))


class _Statement(NamedTuple):
    """The ordinal of a statement, and its offsets in the text."""

    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of code: where it starts, the places of the nodes in it, and their ordinals in the file."""

    start: int
    table: Table
    ordinals: range


def _located(source: Source, module: tree.Module) -> Table:
    from loaderlint.syntax.spans import locate

    try:
        lowered, concrete, nodes = by_libcst(source)
    except ParseError as error:
        told = f"LibCST, which tells places, says of line {error.line}: {error}"
        raise PlacesError(f"{source.path.as_posix()}: {told}") from None
    if not _alike(lowered, module):
        raise PlacesError(f"{source.path.as_posix()}: LibCST, which tells places, reads it otherwise than Python")
    spans, exact = locate(concrete, nodes, source.text)
    return Table(array("I", chain.from_iterable(spans)), exact)


def _alike(one: tree.Module, other: tree.Module) -> bool:
    """Whether the ordinals of two trees stand for the same nodes."""
    pairs = zip_longest(tree.walk(one), tree.walk(other))
    return all(type(a) is type(b) and a.at == b.at for a, b in pairs)
