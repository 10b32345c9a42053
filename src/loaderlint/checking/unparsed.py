"""What there is to say of files and cells that cannot be read or parsed: how much that matters, and where."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from loaderlint.checking.mentions import Uncalled
from loaderlint.checking.out_of_use import only_to_read, out_of_use
from loaderlint.checking.outcome import Told
from loaderlint.checking.relevant import is_program, is_relevant, names_torch
from loaderlint.config import Config
from loaderlint.finding import Finding, Location, Severity
from loaderlint.model.project.pins import ends_before
from loaderlint.model.project.runtime import nearest_python
from loaderlint.rules import ll901_syntax_error
from loaderlint.syntax.left_open import is_left_open
from loaderlint.syntax.parse import ParseError
from loaderlint.text.paths import absolute, shown
from loaderlint.text.source import Source, SourceError


def unread(path: Path, error: SourceError, config: Config) -> Iterator[Told]:
    """Yield what there is to say of a file that cannot be read.

    It weighs less where that is due to a few bytes, and the file only runs if another one imports it.
    """
    found = _finding(Source(path, ""), str(error), error.line, 1, config)
    if not error.text or is_program(error.text):
        yield Told(found)
    elif error.in_comments:
        yield Told(
            replace(found, note="in comments, Python 3.11 refuses them in programs only", severity=Severity.ADVICE)
        )
    else:
        yield from _of_module(found)


def unparsed(source: Source, error: ParseError, config: Config, idle: Collection[int] = ()) -> Iterator[Told]:
    """Yield what there is to say of code that cannot be parsed.

    It is advice where nothing in it speaks of torch's loaders, where it is for a Python that the project names, or for
    Python 2 and the project names none, where it is left to be filled in, out of use or there to be read, and where it
    is of a notebook: one of the cells that are `idle`, since nobody has run them, or a line of a script.
    """
    found = _finding(source, str(error), error.line, error.column, config)
    concerns = is_relevant(source.around(error.line).encode()) and names_torch(source.text)
    is_of_script = source.line(min(error.line, source.lines)).lstrip().startswith(("%", "!"))
    is_meant = found.location.cell in idle or is_of_script or is_left_open(source, error.line)
    path = str(absolute(source.path))
    why = _for_another_python(source, error, config) or out_of_use(path, config.root) or only_to_read(path, config.root)
    advice = replace(found, note=why, severity=Severity.ADVICE)
    if why or is_meant or not concerns:
        yield Told(advice)
    elif source.cells or is_program(source.text):
        yield Told(found)
    else:
        yield from _of_module(found)


def _of_module(found: Finding) -> Iterator[Told]:
    """What there is to say of code that only runs if another file imports it."""
    yield Told(found, uncalled=Uncalled(str(absolute(Path(found.location.path))), ()))
    yield Told(replace(found, note="no other Python file names this module", severity=Severity.ADVICE))


def _for_another_python(source: Source, error: ParseError, config: Config) -> str:
    """Say which older Python code is for, if it looks as if that can read it, and the project asks for no newer one."""
    asked = nearest_python(absolute(source.path).parent, absolute(config.root)) or config.requires_python
    if error.until and ends_before(error.until, asked):
        return f"the project is made for Python {asked}"
    return "whoever runs this has Python 2" if error.until == "3.0" and not asked else ""


def _finding(source: Source, message: str, line: int, column: int, config: Config) -> Finding:
    rule = ll901_syntax_error.RULE
    cell, row = source.in_cell(line)
    where = Location(shown(source.path), cell, row, column, row, column + 1)
    severity = config.severity_of(rule.code, rule.severity)
    return Finding(rule.code, rule.name, severity, message, where)
