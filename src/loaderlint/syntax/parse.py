"""Parsing one file: Python's own parser reads it, and LibCST where this Python is too old for it."""

from __future__ import annotations

import ast
import re
import warnings
from typing import Any

from loaderlint.syntax import from_ast, tree
from loaderlint.syntax.parser_limits import TooDeepError, excess
from loaderlint.text.source import Cell, Source
from loaderlint.text.stack import on_deep_stack


class ParseError(ValueError):
    """Code that cannot be parsed; `line` and `column` are 1-based.

    `until` is the version of Python from which on it cannot: it looks as if older ones read it. "" if none does.
    """

    def __init__(self, message: str, line: int, column: int, until: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.until = until


class TooMuchError(ParseError):
    """Code that Python may well parse, but that is too much to be checked."""


def parse(source: Source) -> tree.Module:
    """Return the plain tree of a file.

    Raises:
        ParseError: it is not Python 3, or nested too deeply.
    """
    return on_deep_stack(lambda: _read(source))


def without_broken_cells(source: Source) -> tuple[Source, list[ParseError]]:
    """Return a notebook with the cells empty that cannot be parsed, and why they cannot; any other source as it is."""
    if not source.cells:
        return source, []
    try:
        parse(source)
    except ParseError:
        failures = {cell: error for cell in source.cells if (error := _failure(source, cell))}
        return source.without(list(failures)), list(failures.values())
    return source, []


def _read(source: Source) -> tree.Module:
    try:
        return from_ast.read(source.text)
    except TooDeepError as error:
        raise _too_deep(error) from None
    except from_ast.UnreadableError:
        return by_libcst(source)[0]


def by_libcst(source: Source) -> tuple[tree.Module, Any, list[Any]]:
    """Return the plain tree that LibCST's parser gives, LibCST's own, and its nodes that the ordinals stand for.

    Raises:
        ParseError: it is not Python 3, or too much for LibCST.
    """
    import libcst as cst

    from loaderlint.syntax.from_libcst import LiteralError, lower

    if found := excess(source):
        what, offset = found
        raise TooMuchError(f"{what}: too much to be checked", *source.position(offset))
    try:
        module = cst.parse_module(source.text)
        lowered, marked = lower(module)
    except TooDeepError as error:
        raise _too_deep(error) from None
    except (cst.ParserSyntaxError, cst.CSTValidationError, LiteralError) as error:
        where = (error.raw_line, error.raw_column + 1) if isinstance(error, cst.ParserSyntaxError) else (1, 1)
        line, column, told = _error_of_python(source.text) or (*where, "")
        reason, until = _reason(source, line, told)
        raise ParseError(reason, line, column, until) from None
    return lowered, module, marked


def _too_deep(error: TooDeepError) -> TooMuchError:
    return TooMuchError("code is nested too deeply to be checked", error.line, 1)


def _failure(source: Source, cell: Cell) -> ParseError | None:
    """Why a cell cannot be parsed by itself, at its place in the text; None if it can."""
    before, text = source.piece(cell)
    alone = Source(source.path, text)
    try:
        parse(alone)
    except ParseError as error:
        return ParseError(str(error), min(max(error.line + before, cell.first), cell.last), error.column, error.until)
    return None


_PYTHON_2 = re.compile(r"^\s*(?:print\s+[^=(\s]|exec\s+[\"']|except\s+[\w.]+\s*,\s*\w+\s*:|raise\s+\w+\s*,)", re.ASCII)

_ASYNC = re.compile(r"\basync\s*=[^=]")


def _reason(source: Source, line: int, told: str) -> tuple[str, str]:
    """Why a line cannot be parsed, and from which version of Python on; "" if no older one reads it."""
    total = source.text.count("\n") + 1
    text = source.line(min(line, total))
    if _PYTHON_2.match(text):
        return "not valid Python 3: this looks like Python 2", "3.0"
    if _ASYNC.search(text):
        return "not valid from Python 3.7 on: `async` is a keyword, and torch calls the option `non_blocking`", "3.7"
    return (f"not valid Python 3: {told}" if told else "not valid Python 3"), ""


def _error_of_python(text: str) -> tuple[int, int, str] | None:
    """Where Python itself sees the error, and its reason, if it does. LibCST mostly names the line below."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<source>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        return (error.lineno, max(1, error.offset or 1), error.msg) if error.lineno else None
    except (ValueError, MemoryError, RecursionError):
        pass
    return None
