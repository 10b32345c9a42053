"""Where new lines go: before a statement, among the imports of a module, or as a definition of its own."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator

from loaderlint.model.project.file import File, Place
from loaderlint.repairs.plan import Code, Define, Import
from loaderlint.syntax import tree
from loaderlint.syntax.lines import Change
from loaderlint.text.source import Source

#: Blank lines around a definition at the top level of a module.
_APART = 2

_STANDARD = sys.stdlib_module_names


class CannotEditError(ValueError):
    """A repair that the text leaves no room for; the message says why."""


def head(statement: tree.Node) -> tree.Node:
    """Return what a statement begins with: definitions are marked by their names, so their first decorator, if any."""
    if isinstance(statement, tree.Function | tree.Class) and statement.decorators:
        return statement.decorators[0]
    return statement


def last_part(statement: tree.Node) -> tree.Node:
    """Return the simple statement that a statement ends with: what holds blocks does not end where its head does."""
    blocks = [block for part in statement.parts if isinstance(block := getattr(statement, part), tuple) and block]
    blocks = [block for block in blocks if isinstance(block[-1], tree.Stmt | tree.Handler | tree.Case)]
    return last_part(blocks[-1][-1]) if blocks else statement


def before(source: Source, start: int, code: str) -> Change:
    """Return what writes lines before the statement that begins at `start`."""
    line, _ = source.position(start)
    begin = source.offset_of_line(line)
    indent = source.text[begin:start]
    if indent.strip() in ("@", "def", "class", "async def"):
        indent = indent[: len(indent) - len(indent.lstrip())]
    if indent.strip():
        raise CannotEditError("the statement shares its line with another")
    return Change(begin, begin, indented(code, indent, indentation(source)) + "\n")


def apart(source: Source, start: int, code: str) -> Change:
    """Return what writes a definition before a statement of the module and the comment on top of it."""
    line, _ = source.position(start)
    if source.text[source.offset_of_line(line) : start].strip() not in ("", "@", "def", "class", "async def"):
        raise CannotEditError("the statement shares its line with another")
    line = _above_comment(source, line)
    above = 0
    while above < source.in_cell(line)[1] - 1 and not source.line(line - above - 1).strip():
        above += 1
    is_first = above == source.in_cell(line)[1] - 1
    lead = "" if is_first else "\n" * max(0, _APART - above)
    begin = source.offset_of_line(line)
    return Change(begin, begin, f"{lead}{indented(code, '', indentation(source))}\n" + "\n" * _APART)


def _above_comment(source: Source, line: int) -> int:
    """Return the first line of the comment on top of `line`, or `line` itself: what heads a file stays there."""
    first = line
    while source.in_cell(first)[1] > 1 and source.line(first - 1).startswith("#"):
        first -= 1
    return line if first == 1 and not source.cells else first


def insertions(file: File, wanted: list[Define | Import], write: Callable[[Code], str]) -> Iterator[Change]:
    """Yield what writes imports beside those that they go with, and definitions behind them all."""
    source = file.source
    imports = {change.code: change.user for change in wanted if isinstance(change, Import)}
    groups: dict[tuple[tree.Stmt | None, bool], list[str]] = {}
    for code in sorted(imports, key=lambda code: (code.startswith("from"), code)):
        groups.setdefault(_beside(imports[code], code), []).append(code)
    for (anchor, behind), codes in groups.items():
        text = "\n".join(_merged(codes))
        if behind and anchor is not None:
            lead = "\n" if isinstance(anchor, tree.Evaluate) else ""  # a docstring stands apart
            yield _behind(source, Place(file, last_part(anchor)).span[1], f"{lead}{text}\n")
            continue
        first = anchor or _around(imports[codes[0]])[1]
        # The standard library stands apart from others.
        apart = isinstance(anchor, tree.Import) and _is_standard(codes[0]) and not _libraries(anchor) & _STANDARD
        yield _on_top(source, Place(file, head(first)).span[0], text + ("\n" if apart else ""))
    definitions = [change for change in wanted if isinstance(change, Define)]
    if not definitions:
        return
    last, following = _around(definitions[0].user)
    code = ("\n" * (_APART + 1)).join(dict.fromkeys(write(change.code) for change in definitions))
    if last is None:
        start, _ = Place(file, head(following)).span
        lead = "\n" * _APART if imports else ""
        yield _on_top(source, start, f"{lead}{code}\n" + "\n" * (_APART - 1))
    else:
        _, end = Place(file, last_part(last)).span
        below = _blank_lines(source, source.position(end)[0] + 1)
        code = indented(code, "", indentation(source))
        yield _behind(source, end, "\n" * _APART + code + "\n" * (1 + max(0, _APART - below)))


def joined(changes: Iterable[Change]) -> list[Change]:
    """Return changes sorted, with the insertions at one place made one, in the order that they have here."""
    insertions: dict[int, str] = {}
    others = []
    for change in changes:
        if change.start != change.end:
            others.append(change)
            continue
        above = insertions.get(change.start, "")
        # What would have come first in its file or cell brings no blank lines of its own.
        apart = "\n" * _APART if above and change.text.startswith(("def ", "class ")) else ""
        insertions[change.start] = above + apart + change.text
    return sorted([*others, *(Change(at, at, text) for at, text in insertions.items())])


def _beside(user: Place, code: str) -> tuple[tree.Stmt | None, bool]:
    """The import that a new one goes with, and whether behind it: None where it goes on top of what `user` is part of.

    The standard library comes first, then other libraries by their names.
    """
    last, _ = _around(user)
    block = [s for s in _before_definitions(user) if isinstance(s, tree.Import) and s.source != "__future__"]
    library = _library(code)
    if not block or last is None:
        return last, True
    if same := [s for s in block if library in _libraries(s)]:
        return same[-1], True
    if _is_standard(code):
        return block[0], False
    later = [s for s in block if min(_libraries(s)) > library and not _libraries(s) & _STANDARD]
    return (later[0], False) if later else (block[-1], True)


def _merged(codes: Iterable[str]) -> list[str]:
    """Import statements with what they take from one module taken by one of them."""
    names: dict[str, list[str]] = {}
    for code in codes:
        module, _, name = code.partition(" import ")
        names.setdefault(module, []).append(name)
    return [f"{module} import {', '.join(sorted(of))}" if any(of) else module for module, of in names.items()]


def _library(code: str) -> str:
    return code.split()[1].partition(".")[0]


def _is_standard(code: str) -> bool:
    return _library(code) in _STANDARD


def _libraries(statement: tree.Import) -> set[str]:
    """The top-level modules that an import statement names."""
    names = [statement.source] if statement.source is not None else [name for name, _ in statement.names]
    return {name.partition(".")[0] for name in names}


def _around(user: Place) -> tuple[tree.Stmt | None, tree.Stmt]:
    """The statements of the module between which what `user` needs belongs.

    The first is the last import before any definition, or the docstring. In a notebook there is none: it belongs to the
    cell of `user`.
    """
    before = _before_definitions(user)
    body = user.file.tree.body
    if before:
        return before[-1], body[body.index(before[-1]) + 1]
    return None, module_statement(user) if user.file.source.cells else body[0]


def _before_definitions(user: Place) -> list[tree.Stmt]:
    """The imports of the module that stand before `user` and before any definition, and the docstring."""
    found: list[tree.Stmt] = []
    holder = module_statement(user)
    for number, statement in enumerate(() if user.file.source.cells else user.file.tree.body):
        if statement is holder or isinstance(statement, tree.Function | tree.Class):
            break
        if _imports(statement) or (number == 0 and _is_docstring(statement)):
            found.append(statement)
    return found


def _imports(statement: tree.Node) -> bool:
    """Whether a statement imports, be it in `try` or under a condition."""
    match statement:
        case tree.Import():
            return True
        case tree.Try(body=body) | tree.If(body=body):
            return any(map(_imports, body))
    return False


def module_statement(user: Place) -> tree.Stmt:
    """Return the statement of the module that `user` is part of."""
    chain = [user.node, *user.file.scopes.ancestors(user.node)]
    return next(statement for statement in user.file.tree.body if statement in chain)


def _is_docstring(statement: tree.Node) -> bool:
    return isinstance(statement, tree.Evaluate) and all(
        isinstance(v, tree.Constant) and isinstance(v.value, str) for v in statement.values
    )


def _behind(source: Source, end: int, text: str) -> Change:
    """Write lines behind the one in which a statement ends."""
    line, _ = source.position(end)
    at = source.offset_of_line(line + 1) if line < source.lines else len(source.text)
    lead = "\n" if at == len(source.text) and not source.text.endswith("\n") else ""
    return Change(at, at, lead + text)


def _on_top(source: Source, start: int, code: str) -> Change:
    """Write lines before a statement of the module; in a notebook also before the comment on top of it."""
    line, _ = source.position(start)
    if source.cells and _above_comment(source, line) < line:
        start = source.offset_of_line(_above_comment(source, line))
    return before(source, start, code)


def _blank_lines(source: Source, line: int) -> int:
    number = 0
    while line + number <= source.lines and not source.line(line + number).strip():
        number += 1
    return number


def indented(code: str, indent: str, unit: str) -> str:
    """Return code that is indented by fours as it is indented in this file, further by `indent`."""
    rows = []
    for row in code.split("\n"):
        depth = (len(row) - len(row.lstrip(" "))) // 4
        rows.append(f"{indent}{unit * depth}{row[4 * depth :]}" if row else "")
    return "\n".join(rows)


#: A block at the top level of a module: its head on one line, and what the line behind that begins with.
_BLOCK = re.compile(
    r"^(?:class|def|async|if|elif|else|for|while|with|try|except|finally|match)\b.*:[ \t]*(?:#.*)?\r?\n"
    r"(?:[ \t]*(?:#.*)?\r?\n)*([ \t]+)\S",
    re.MULTILINE,
)


def indentation(source: Source) -> str:
    """Return what a block is indented by in a file, as the first of its blocks is."""
    found = _BLOCK.search(source.text)
    return found[1] if found else "    "
