"""Where the loader of a finding is recognised while the program runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from loaderlint.finding import BUILT_HERE, Edit, Finding, Location
from loaderlint.text.paths import absolute
from loaderlint.text.source import Source, SourceError, decode
from loaderlint.verifying.shared.overlay import real
from loaderlint.verifying.shared.protocol import Lines, Program, Site


def site_of(finding: Finding, experiments: tuple[str, ...]) -> Site:
    """Return the site of a finding: the calls around its place, innermost first, then those around its evidence.

    What builds loaders later, such as a trainer, is known by the calls on it, or on what it was given to. Item code has
    no loader around it; its class tells the loader by the dataset. Of the calls that the evidence says to build
    the loader, one has to be under way.
    """
    places = dict.fromkeys(_calls_around(finding.location))
    through = []
    for related in finding.related:
        calls = list(_calls_around(related.location))
        places |= dict.fromkeys(calls)
        through += calls[:1] if related.message == BUILT_HERE else []
    code = _code(Path(finding.location.path))
    places |= dict.fromkeys(code.calls_on(finding.location))
    classes = code.classes_around(finding.location)
    return Site(tuple(places), tuple(classes), experiments, through=tuple(through))


def source_line(location: Location) -> str:
    """Return the line of source that a place begins in."""
    source = _code(Path(location.path)).source
    number = source.in_text(location.cell, location.line)
    return source.line(number).strip() if number <= source.lines else ""


def is_run(location: Location, program: Program) -> bool:
    """Return whether a program may come to a place: not to what stands below the guard of another main module."""
    path = Path(location.path)
    if not _code(path).is_guarded(location) or program.kind == "callable":
        return not _code(path).is_guarded(location)
    if program.kind == "script":
        return real(program.name) == real(str(absolute(path)))
    parts = program.name.split(".")
    return any(absolute(path).with_suffix("").parts[-len(ends) :] == ends for ends in ((*parts,), (*parts, "__main__")))


def _calls_around(location: Location) -> Iterator[Lines]:
    return _code(Path(location.path)).calls_around(location)


def after_edits(site: Site, edits: Iterable[Edit]) -> Site:
    """Return a site as it is found once edits, none of which overlaps another, are applied to the files."""
    of_file: dict[str, list[Edit]] = {}
    for edit in dict.fromkeys(edits):  # fixes may share one
        of_file.setdefault(real(str(absolute(Path(edit.location.path)))), []).append(edit)

    def moved(stretch: tuple[Lines, ...]) -> tuple[Lines, ...]:
        return tuple(_moved(lines, of_file.get(lines.path, ())) for lines in stretch)

    return replace(site, places=moved(site.places), through=moved(site.through))


def _moved(lines: Lines, edits: Iterable[Edit]) -> Lines:
    first, last = lines.first, lines.last
    for edit in edits:
        where = edit.location
        in_text = _code(Path(where.path)).source.in_text
        start, end = in_text(where.cell, where.line), in_text(where.cell, where.end_line)
        grown = edit.text.count("\n") - (end - start)
        if (end, where.end_column) <= (lines.first, 1):
            first += grown
        if start <= lines.last:
            last += grown
    return Lines(lines.path, first, last)


@dataclass(frozen=True)
class _Code:
    """The text of a file as one program, and its tree; empty where the file is none."""

    source: Source
    tree: ast.Module

    def calls_around(self, location: Location) -> Iterator[Lines]:
        calls = [node for node in self._around(location) if isinstance(node, ast.Call)]
        for node in reversed(calls):
            yield Lines(real(str(self.source.path)), node.lineno, node.end_lineno or node.lineno)

    def calls_on(self, location: Location) -> Iterator[Lines]:
        """The calls of methods of what is made at a place, and of what it is given to, by the names that they have.

        Only of what is known to build loaders later: other objects may be given to what builds loaders of its own.
        """
        made = [node for node in self._around(location) if isinstance(node, ast.Call) and _builds_later(node)]
        if not made:
            return
        names: set[str] = set()
        assigned = [node for node in ast.walk(self.tree) if isinstance(node, ast.Assign)]
        calls = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        grown = True
        while grown:
            given = [node for node in calls if _builds_later(node) and names & set(_names(node))]
            values = {id(node) for node in (*made, *given)}
            targets = [target for node in assigned if id(node.value) in values for target in node.targets]
            more = {target.id for target in targets if isinstance(target, ast.Name)}
            grown = not more <= names
            names |= more
        for node in calls:
            on = node.func.value if isinstance(node.func, ast.Attribute) else None
            if isinstance(on, ast.Name) and on.id in names:
                yield Lines(real(str(self.source.path)), node.lineno, node.end_lineno or node.lineno)

    def classes_around(self, location: Location) -> Iterator[tuple[str, str]]:
        names = [node.name for node in self._around(location) if isinstance(node, ast.ClassDef)]
        if names:
            yield real(str(self.source.path)), ".".join(names)

    def is_guarded(self, location: Location) -> bool:
        """Whether a place is run in the main module alone."""
        outermost = next(iter(self._around(location)), None)
        return isinstance(outermost, ast.If) and ast.unparse(outermost.test) == "__name__ == '__main__'"

    def _around(self, location: Location) -> Iterator[ast.stmt | ast.expr]:
        """The statements and expressions that hold a location, the outermost first."""
        start = self._position(location.cell, location.line, location.column)
        end = self._position(location.cell, location.end_line, location.end_column)
        todo = list(ast.iter_child_nodes(self.tree))
        while todo:
            node = todo.pop()
            if isinstance(node, ast.stmt | ast.expr):
                if (node.lineno, node.col_offset) > start or end > (node.end_lineno or 0, node.end_col_offset or 0):
                    continue
                yield node
            todo += ast.iter_child_nodes(node)

    def _position(self, cell: int | None, line: int, column: int) -> tuple[int, int]:
        """A position as `ast` counts: lines of the whole text, columns in bytes."""
        number = self.source.in_text(cell, line)
        text = self.source.line(number) if number <= self.source.lines else ""
        return number, len(text[: column - 1].encode())


def _builds_later(call: ast.Call) -> bool:
    return ast.unparse(call.func).endswith(("Trainer", "TrainingArguments"))


def _names(call: ast.Call) -> Iterator[str]:
    """The names that a call is given."""
    for value in (*call.args, *(keyword.value for keyword in call.keywords)):
        if isinstance(value, ast.Name):
            yield value.id


def _code(path: Path) -> _Code:
    path = absolute(path)
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    return _parsed(path, data)


@cache
def _parsed(path: Path, data: bytes) -> _Code:
    try:
        source = decode(path, data)
        return _Code(source, ast.parse(source.text))
    except (SourceError, SyntaxError, ValueError, RecursionError):
        return _Code(Source(path, ""), ast.Module([], []))
