"""From the repair that a rule asks for to the text edits that bring it about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from loaderlint.finding import Applicability, Edit, Fix
from loaderlint.locate import location
from loaderlint.model.file import File, Place
from loaderlint.repair import (
    Before,
    Change,
    Code,
    Define,
    DefineBefore,
    Drop,
    Give,
    Import,
    Move,
    Remove,
    Repair,
    Replace,
)
from loaderlint.rule import Problem
from loaderlint.source import Source
from loaderlint.syntax import rewrite, tree
from loaderlint.syntax.parse import round_trips
from loaderlint.syntax.rewrite import Span

#: Blank lines around a definition at the top level of a module.
_APART = 2


def fix_of(problem: Problem, usual: Applicability | None, spans: Mapping[Place, Span]) -> tuple[Fix | None, str]:
    """Return the fix that a problem's repair comes to, or None and, where others of its kind have one, why not.

    `usual` is the applicability of the fixes of its rule.
    """
    repair = problem.repair
    if not isinstance(repair, Repair):
        return None, repair.reason if repair else ""
    file = problem.place.file
    try:
        if any(place.file is not file for place in needed(repair)):
            raise CannotEditError("it would change another file")
        if not round_trips(file.source):
            raise CannotEditError("the file holds characters that the parser does not keep")
        found = [Edit(location(file.source, c.start, c.end), c.text) for c in changes(file, repair, spans)]
        if any(edit.location.line < 1 for edit in found):
            raise CannotEditError("the cell is indented as a whole")
    except CannotEditError as error:
        return None, str(error)
    applicability = repair.applicability or usual
    assert applicability is not None, "a rule that has fixes declares how safe they are"
    return Fix(repair.title, applicability, tuple(found)), ""


class CannotEditError(ValueError):
    """A repair that the text leaves no room for; the message says why."""


def needed(repair: Repair) -> Iterator[Place]:
    """The nodes whose spans `changes` needs."""
    for change in repair.changes:
        match change:
            case Drop(item=item):
                yield from (Place(item.file, node) for node in _siblings(item))
            case Give(call=call):
                yield call
                yield from (Place(call.file, node) for node in _call(call).args)
            case Replace(place=place) | Remove(statement=place):
                yield place
            case Move(statements=statements, before=statement):
                yield from (*statements, Place(statement.file, _head(statement.node)))
            case Before(statement=statement) | DefineBefore(statement=statement):
                yield Place(statement.file, _head(statement.node))
            case Define(user=user) | Import(user=user):
                last, following = _around(user)
                yield from (Place(user.file, _head(node)) for node in (last, following) if node is not None)
        if isinstance(change, Replace | Before | Define) and not isinstance(change.code, str):
            yield from (piece for piece in change.code if isinstance(piece, Place))


def changes(file: File, repair: Repair, spans: Mapping[Place, Span]) -> list[rewrite.Change]:
    """Return the changes to the text of `file` that a repair comes to, sorted.

    Raises:
        CannotEditError: the way the code is written leaves no room for it.
    """
    text = file.source.text
    found: list[rewrite.Change] = []
    dropped: dict[tuple[tree.Node, ...], list[int]] = {}
    given: dict[Place, list[str]] = {}
    top: list[Change] = []
    for change in repair.changes:
        match change:
            case Drop(item=item):
                siblings = _siblings(item)
                dropped.setdefault(siblings, []).append(siblings.index(item.node))
            case Give(call=call, name=name, code=code):
                given.setdefault(call, []).append(f"{name}={code}")
            case Remove(statement=statement):
                found.append(_without(file.source, spans[statement]))
            case Move(statements=statements, before=statement):
                gone = [_without(file.source, spans[moved]) for moved in statements]
                moved_text = "".join(text[spans[moved][0] : c.end] for moved, c in zip(statements, gone, strict=True))
                start, _ = spans[Place(file, _head(statement.node))]
                found += [*gone, _before(file.source, start, moved_text.replace("\r\n", "\n").rstrip("\r\n"))]
            case Replace(place=place, code=code):
                found.append(rewrite.Change(*spans[place], _text(code, spans)))
            case Before(statement=statement, code=code):
                found.append(_before(file.source, spans[Place(file, _head(statement.node))][0], _text(code, spans)))
            case DefineBefore(statement=statement, code=code):
                found.append(_apart(file.source, spans[Place(file, _head(statement.node))][0], code))
            case Define() | Import():
                top.append(change)
    for siblings, numbers in dropped.items():
        found += rewrite.drop(text, [spans[Place(file, node)] for node in siblings], numbers)
    for call, codes in given.items():
        arguments = [spans[Place(file, node)] for node in _call(call).args]
        found += rewrite.give(text, spans[call], arguments, codes)
    if top:
        added = _at_top(file, top, spans)
        meeting = [other for other in found if other.start == added.start]  # a definition right behind the imports
        found = [other for other in found if other not in meeting]
        below = "".join("\n" * _APART + other.text.lstrip("\n") for other in meeting)
        found.append(replace(added, text=added.text + below))
    return sorted(found)


def _siblings(item: Place) -> tuple[tree.Node, ...]:
    """The items of the call or dict display that `item` stands in."""
    match item.file.scopes.parent[item.node]:
        case tree.Call(args=args):
            return args
        case tree.Dict(items=items):
            return items
    raise CannotEditError("what is to go is no argument of a call")


def _call(place: Place) -> tree.Call:
    assert isinstance(place.node, tree.Call)
    return place.node


def _head(statement: tree.Node) -> tree.Node:
    """What a statement begins with: definitions are marked by their names, so their first decorator, if any."""
    if isinstance(statement, tree.Function | tree.Class) and statement.decorators:
        return statement.decorators[0]
    return statement


def _without(source: Source, span: Span) -> rewrite.Change:
    """Take the lines of a statement out."""
    begin = source.offset_of_line(source.position(span[0])[0])
    end = rewrite.line_end(source.text, span[1])
    if source.text[begin : span[0]].strip() or end is None:
        raise CannotEditError("the statement shares its line with another")
    return rewrite.Change(begin, end, "")


def _before(source: Source, start: int, code: str) -> rewrite.Change:
    line, _ = source.position(start)
    begin = source.offset_of_line(line)
    indent = source.text[begin:start]
    if indent.strip() in ("@", "def", "class", "async def"):
        indent = indent[: len(indent) - len(indent.lstrip())]
    if indent.strip():
        raise CannotEditError("the statement shares its line with another")
    return rewrite.Change(begin, begin, _indented(code, indent, _indentation(source)) + "\n")


def _apart(source: Source, start: int, code: str) -> rewrite.Change:
    """Write a definition before a statement of the module and the comment on top of it."""
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
    return rewrite.Change(begin, begin, f"{lead}{_indented(code, '', _indentation(source))}\n" + "\n" * _APART)


def _above_comment(source: Source, line: int) -> int:
    """Return the first line of the comment on top of `line`, or `line` itself: what heads a file stays there."""
    first = line
    while source.in_cell(first)[1] > 1 and source.line(first - 1).startswith("#"):
        first -= 1
    return line if first == 1 and not source.cells else first


def _text(code: Code, spans: Mapping[Place, Span]) -> str:
    """Write code out. What took several lines where it stood may rest on brackets there, so it gets its own."""
    if isinstance(code, str):
        return code
    pieces = []
    for piece in code:
        if isinstance(piece, Place):
            start, end = spans[piece]
            text = piece.file.source.text[start:end].replace("\r\n", "\n").replace("\r", "\n")
            pieces.append(f"({text})" if "\n" in text else text)
        else:
            pieces.append(piece)
    return "".join(pieces)


def _indented(code: str, indent: str, unit: str) -> str:
    """Code that is indented by fours, as it is indented in this file, further by `indent`."""
    rows = []
    for row in code.split("\n"):
        depth = (len(row) - len(row.lstrip(" "))) // 4
        rows.append(f"{indent}{unit * depth}{row[4 * depth :]}" if row else "")
    return "\n".join(rows)


def _indentation(source: Source) -> str:
    """What a block is indented by: what the first indented line begins with."""
    found = re.search(r"^(\t|[ ]+)\S", source.text, re.MULTILINE)
    return found[1] if found else "    "


def _around(user: Place) -> tuple[tree.Node | None, tree.Node | None]:
    """The statements of the module between which what `user` needs belongs.

    The first is the last import before any definition (in a notebook, in the cell of `user`), or the docstring.
    """
    file, source = user.file, user.file.source
    chain = [user.node, *file.scopes.ancestors(user.node)]
    holder = next(node for node in file.tree.body if node in chain)
    before = list(file.tree.body[: file.tree.body.index(holder)])
    if source.cells:
        return None, holder
    last: tree.Node | None = None
    following: tree.Node = file.tree.body[0]
    for number, statement in enumerate(before):
        if isinstance(statement, tree.Function | tree.Class):
            break
        if isinstance(statement, tree.Import) or (number == 0 and _is_docstring(statement)):
            last, following = statement, file.tree.body[number + 1]
    return last, following


def _is_docstring(statement: tree.Node) -> bool:
    return isinstance(statement, tree.Evaluate) and all(
        isinstance(v, tree.Constant) and isinstance(v.value, str) for v in statement.values
    )


def _at_top(file: File, wanted: list[Change], spans: Mapping[Place, Span]) -> rewrite.Change:
    """One insertion for all that a repair wants at the top level of the module: imports first."""
    source = file.source
    user = next(c.user for c in wanted if isinstance(c, Define | Import))
    last, following = _around(user)
    imports = dict.fromkeys(c.code for c in wanted if isinstance(c, Import))
    unit = _indentation(source)
    definitions = dict.fromkeys(_indented(_text(c.code, spans), "", unit) for c in wanted if isinstance(c, Define))
    blank = "\n" * _APART
    text = "".join(f"{code}\n" for code in sorted(imports, key=lambda code: (code.startswith("from"), code)))
    if last is not None:
        _, end = spans[Place(file, _head(last))]
        line, _ = source.position(end)
        at = source.offset_of_line(line + 1) if line < source.lines else len(source.text)
        if isinstance(last, tree.Evaluate):
            text = "\n" + text  # a docstring stands apart
        text += "".join(f"{blank}{code}\n" for code in definitions)
        if definitions and following is not None:
            text += "\n" * max(0, _APART - _blank_lines(source, line + 1))
        if at == len(source.text) and not source.text.endswith("\n"):
            text = "\n" + text
        return rewrite.Change(at, at, text)
    assert following is not None
    start, _ = spans[Place(file, _head(following))]
    line, _ = source.position(start)
    if source.cells and _above_comment(source, line) < line:
        start = source.offset_of_line(_above_comment(source, line))
    text += "".join(f"{blank if imports else ''}{code}\n{blank}" for code in definitions)
    return _before(source, start, text.removesuffix("\n"))


def _blank_lines(source: Source, line: int) -> int:
    number = 0
    while line + number <= source.lines and not source.line(line + number).strip():
        number += 1
    return number
