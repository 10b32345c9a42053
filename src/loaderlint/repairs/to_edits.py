"""From the repair that a rule asks for to the text edits that bring it about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from loaderlint.finding import Applicability, Edit, Fix
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.settings_file import SettingsFile
from loaderlint.repairs.definitions import at_margin, lines_of
from loaderlint.repairs.placement import CannotEditError, apart, before, head, indentation, insertions, joined
from loaderlint.repairs.plan import (
    Before,
    Change,
    Code,
    Define,
    DefineBefore,
    Drop,
    Give,
    Import,
    Lift,
    Move,
    Refusal,
    Remove,
    Repair,
    Replace,
)
from loaderlint.syntax import brackets, lines, rewrite, tree
from loaderlint.text.locate import location
from loaderlint.text.source import Source


def changed(repair: Repair) -> list[File]:
    """Return the files that a repair changes."""
    return list(_by_file(repair))


def fix_of(repair: Repair | Refusal | None, usual: Applicability | None) -> tuple[Fix | None, str]:
    """Return the fix that a repair comes to, in whichever files, or None and, where there usually is one, why not.

    `usual` is the applicability of the fixes of its rule.
    """
    if not isinstance(repair, Repair):
        return None, repair.reason if repair else ""
    try:
        found = [edit for file, changes in _by_file(repair).items() for edit in _edits(file, changes)]
    except CannotEditError as error:
        return None, str(error)
    applicability = repair.applicability or usual
    assert applicability is not None, "a rule that has fixes declares how safe they are"
    return Fix(repair.title, applicability, tuple(sorted(found))), ""


def _by_file(repair: Repair) -> dict[File, list[Change]]:
    """The changes of a repair by the file that they are made in."""
    found: dict[File, list[Change]] = {}
    for change in repair.changes:
        found.setdefault(_made_at(change).file, []).append(change)
    return found


def _edits(file: File, wanted: list[Change]) -> list[Edit]:
    """The edits of a file that changes of it come to.

    Raises:
        CannotEditError: the file has no room for them.
    """
    if isinstance(file, SettingsFile):
        raise CannotEditError(f"it is set in `{file.source.path.name}`")
    if not file.places.exact:
        raise CannotEditError("the file holds characters that the parser does not keep")
    found = [Edit(location(file.source, c.start, c.end), c.text) for c in _changes(file, wanted)]
    if any(edit.location.line < 1 for edit in found):
        raise CannotEditError("the cell is indented as a whole")
    return found


def _made_at(change: Change) -> Place:
    match change:
        case Drop(item=place) | Give(call=place) | Replace(place=place) | Remove(statement=place) | Move(before=place):
            return place
        case Before(statement=place) | DefineBefore(statement=place) | Define(user=place) | Import(user=place):
            return place
        case Lift(function=place):
            return place


def _changes(file: File, wanted: list[Change]) -> list[lines.Change]:
    """The changes to the text of `file` that what is wanted comes to, sorted.

    Raises:
        CannotEditError: the way the code is written leaves no room for it.
    """
    text = file.source.text
    found: list[lines.Change] = []
    dropped: dict[tuple[tree.Node, ...], list[int]] = {}
    given: dict[Place, list[str]] = {}
    top: list[Define | Import] = []
    for change in wanted:
        match change:
            case Drop(item=item):
                siblings = _siblings(item)
                dropped.setdefault(siblings, []).append(siblings.index(item.node))
            case Give(call=call, name=name, code=code):
                given.setdefault(call, []).append(f"{name}={code}")
            case Remove(statement=statement):
                found.append(_without(file.source, statement.span))
            case Move(statements=statements, before=statement):
                gone = [_without(file.source, moved.span) for moved in statements]
                moved_text = "".join(text[moved.span[0] : c.end] for moved, c in zip(statements, gone, strict=True))
                start, _ = Place(file, head(statement.node)).span
                found += [*gone, before(file.source, start, moved_text.replace("\r\n", "\n").rstrip("\r\n"))]
            case Lift(function=function, before=statement):
                found.append(lines.Change(*lines_of(function), ""))
                found.append(apart(file.source, Place(file, head(statement.node)).span[0], at_margin(function)))
            case Replace(place=place, code=code):
                found.append(lines.Change(*place.span, _text(code)))
            case Before(statement=statement, code=code):
                found.append(before(file.source, Place(file, head(statement.node)).span[0], _text(code)))
            case DefineBefore(statement=statement, code=code):
                found.append(apart(file.source, Place(file, head(statement.node)).span[0], code))
            case Define() | Import() as needed:
                top.append(needed)
    for group, calls in groupby(given, key=_group):
        found += _given(file, group, {call: given[call] for call in calls}, dropped)
    for siblings, numbers in dropped.items():
        found += rewrite.drop(text, [Place(file, node).span for node in siblings], numbers)
    if top:
        found = joined([*insertions(file, top, _text), *found])
    return sorted(found)


def _given(
    file: File,
    group: brackets.Group | None,
    calls: Mapping[Place, list[str]],
    dropped: dict[tuple[tree.Node, ...], list[int]],
) -> Iterator[lines.Change]:
    """What gives options to calls that stand between the same brackets, and takes out what these lose at once."""
    text, unit = file.source.text, indentation(file.source)
    more = sum(len(code) + 2 for codes in calls.values() for code in codes)
    if group is not None and brackets.is_too_long(text, group, more):
        yield from brackets.spread(text, group, unit, more)
        yield from (rewrite.beside(_arguments(call), codes) for call, codes in calls.items())
        return
    for call, codes in calls.items():
        assert isinstance(call.node, tree.Call)
        gone = dropped.pop(call.node.args, [])
        yield from rewrite.give(text, _arguments(call), codes, unit, gone)


def _arguments(call: Place) -> rewrite.Arguments:
    assert isinstance(call.node, tree.Call)
    items = [Place(call.file, node).span for node in call.node.args]
    named = [number for number, node in enumerate(call.node.args) if node.star == "**"]
    return rewrite.Arguments(call.span, items, min(named, default=len(items)))


def _group(call: Place) -> brackets.Group | None:
    """The outermost brackets around a call that hold more than it, or the tuple without brackets that it is part of."""
    file, inner, found = call.file, call.node, None
    for outer in file.scopes.ancestors(call.node):
        if isinstance(outer, tree.Stmt):
            break
        if len(items := _side_by_side(outer, inner)) > 1:
            spans = [(Place(file, first).span[0], Place(file, last).span[1]) for first, last in items]
            end = Place(file, outer).span[1] - _ends_with_bracket(outer)
            found = brackets.group(file.source.text, spans, end, is_loop=isinstance(outer, tree.Comprehension)) or found
        inner = outer
    return found


def _side_by_side(outer: tree.Node, inner: tree.Node) -> list[tuple[tree.Node, tree.Node]]:
    """What stands side by side between the brackets of an expression that `inner` is in: its first and last nodes."""
    match outer:
        case tree.Sequence(items=nodes) | tree.Dict(items=nodes):
            return [(node, node) for node in nodes]
        case tree.Call(func=func, args=nodes) if inner is not func:
            return [(node, node) for node in nodes]
        case tree.Comprehension(elements=elements, clauses=clauses):
            return [(elements[0], elements[-1]), (clauses[0], clauses[0])]  # the first holds the others
    return []


def _ends_with_bracket(outer: tree.Node) -> bool:
    """Whether the brackets are part of an expression: what may do without them has them around it."""
    match outer:
        case tree.Sequence(kind="tuple") | tree.Comprehension(kind="GeneratorExp"):
            return False
    return True


def _siblings(item: Place) -> tuple[tree.Node, ...]:
    """The items of the call or dict display that `item` stands in."""
    match item.file.scopes.parent[item.node]:
        case tree.Call(args=args):
            return args
        case tree.Dict(items=items):
            return items
    raise CannotEditError("what is to go is no argument of a call")


def _without(source: Source, span: lines.Span) -> lines.Change:
    """Take the lines of a statement out, and the blank lines behind it where there are such, or nothing, before it."""
    begin = source.offset_of_line(source.position(span[0])[0])
    end = lines.line_end(source.text, span[1])
    if source.text[begin : span[0]].strip() or end is None:
        raise CannotEditError("the statement shares its line with another")
    line, _ = source.position(span[0])
    if source.in_cell(line)[1] == 1 or not source.line(line - 1).strip():
        end += lines.blank_lines(source.text, end)
    return lines.Change(begin, end, "")


def _text(code: Code) -> str:
    """Write code out. What took several lines where it stood may rest on brackets there, so it gets its own."""
    if isinstance(code, str):
        return code
    pieces = []
    for piece in code:
        if isinstance(piece, Place):
            start, end = piece.span
            text = piece.file.source.text[start:end].replace("\r\n", "\n").replace("\r", "\n")
            pieces.append(f"({text})" if "\n" in text else text)
        else:
            pieces.append(piece)
    return "".join(pieces)
