"""The text of a function's definition: where it stands, and how it would stand in the module."""

from __future__ import annotations

from loaderlint.model.project.file import Place
from loaderlint.repairs.placement import CannotEditError, head, indentation, last_part
from loaderlint.syntax import tree
from loaderlint.syntax.lines import Span, line_end


def lines_of(definition: Place) -> Span:
    """Return where the lines of a function begin and end, with the blank ones that set it apart from what stays.

    Raises:
        CannotEditError: it shares its lines with other code, or is all that its block holds.
    """
    file, source = definition.file, definition.file.source
    above = file.scopes.parent[definition.node]
    block = next(b for part in above.parts if isinstance(b := getattr(above, part), tuple) and definition.node in b)
    if len(block) == 1:
        raise CannotEditError("the function is all that its block holds")
    start, _ = Place(file, head(definition.node)).span
    begin = source.offset_of_line(source.position(start)[0])
    _, end = Place(file, last_part(definition.node)).span
    after = line_end(source.text, end)
    if source.text[begin:start].strip() not in ("@", "def", "async def") or after is None:
        raise CannotEditError("the function shares its lines with other code")
    if definition.node in (block[0], block[-1]):
        begin = len(source.text[:begin].rstrip(" \t\r\n"))
        begin = line_end(source.text, begin) or begin
    if definition.node is not block[-1]:
        after += len(source.text[after:]) - len(source.text[after:].lstrip(" \t\r\n"))
        after = source.offset_of_line(source.position(after)[0])
    return begin, after


def at_margin(definition: Place) -> str:
    """Return the code of a function as it would stand at the left margin, indented by fours.

    Raises:
        CannotEditError: it holds lines that have to stay as they are.
    """
    file = definition.file
    begin, after = lines_of(definition)
    rows = file.source.text[begin:after].rstrip().lstrip("\r\n").splitlines()
    margin = rows[0][: len(rows[0]) - len(rows[0].lstrip())]
    strings = (n for n in tree.walk(definition.node) if isinstance(n, tree.Constant | tree.Other))
    if any("\n" in Place(file, n).text for n in strings):
        raise CannotEditError("the function holds text of several lines")
    if not all(row.startswith(margin) for row in rows if row.strip()):
        raise CannotEditError("the function has lines that begin left of it")
    unit = indentation(file.source)
    found = []
    for row in (row.removeprefix(margin) for row in rows):
        depth = 0
        while row.startswith(unit, depth * len(unit)):
            depth += 1
        found.append("    " * depth + row[depth * len(unit) :])
    return "\n".join(found)
