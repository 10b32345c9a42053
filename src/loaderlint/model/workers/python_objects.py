"""Lists and dicts of Python objects, one for every row, which every worker ends up with a copy of (FACTS.md 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import (
    ClassRef,
    External,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Mapping,
    Meanings,
    Member,
    at_large,
)
from loaderlint.model.libraries.facts import Fact, Opened, Rows
from loaderlint.model.libraries.readers import COMPOUND_METHODS, ROW_METHODS
from loaderlint.model.project.file import Place
from loaderlint.model.workers.item_code import Explorer, ItemCode
from loaderlint.syntax import tree

_GROWING = {"append", "add"}


@dataclass(frozen=True, slots=True)
class Bulk:
    """An attribute that holds Python objects by the row; `place` is where they are made."""

    attribute: str
    place: Place


def bulks(explorer: Explorer, dataset: Instance, code: ItemCode) -> Iterator[Bulk]:
    """Yield what the methods of a dataset, other than its item code, put on it row by row and its item code reads.

    Rows of several parts count, not plain lists of names or numbers: those are seldom long enough to matter.
    """
    read = set(_read_by_index(code))
    evaluator = explorer.evaluator
    lineage = evaluator.attributes.lineage(dataset.cls) if isinstance(dataset.cls, ClassRef) else []
    methods = [
        FunctionRef(method, at_large(cls.file), dataset)
        for cls in lineage
        for method in cls.file.methods(cls.node).values()
        if method not in code.functions
    ]
    for frame, live in explorer.functions(methods).visits if read else ():
        finder = _Finder(evaluator, dataset, frame)
        for node in live:
            for attribute in finder.filled(node):
                if attribute in read:
                    yield Bulk(attribute, Place(frame.file, node))


def _read_by_index(code: ItemCode) -> Iterator[str]:
    """The attributes that item code takes an entry from, other than by a fixed key as settings are read."""
    for function in code.functions:
        held: dict[str, set[str]] = {}
        for node in tree.walk_own(function):
            match node:
                case tree.Assign(targets=(tree.Name(id=name),), value=tree.Attribute() | tree.Conditional() as value):
                    held[name] = {n.attr for n in tree.walk(value) if isinstance(n, tree.Attribute)}
                case tree.Subscript(value=value, index=(index, *_)) if not isinstance(index, tree.Constant):
                    if isinstance(value, tree.Attribute):
                        yield value.attr
                    elif isinstance(value, tree.Name):
                        yield from sorted(held.get(value.id, ()))


class _Finder:
    """Finds attributes that one function fills row by row."""

    def __init__(self, evaluator: Evaluator, dataset: Instance, frame: Frame) -> None:
        self._evaluator = evaluator
        self._dataset = dataset
        self._frame = frame

    def filled(self, node: tree.Node) -> Iterator[str]:
        """The attributes that the statement or call at `node` fills."""
        match node:
            case tree.Assign(targets=(target,), value=tree.Node() as value, op="") if attribute := self._own(target):
                if self._is_made_by_row(value) or self._is_given_rows(attribute, value):
                    yield attribute
            case tree.Call(func=tree.Attribute(attr=name, value=owner), args=(row, *_)) if name in _GROWING:
                if self._is_compound(row.value) and self._in_loop(node) and (attribute := self._own(owner)):
                    yield attribute
            case tree.Assign(targets=(tree.Subscript(value=owner),), value=tree.Node() as row, op=""):
                if self._is_compound(row) and self._in_loop(node) and (attribute := self._own(owner)):
                    yield attribute

    def _own(self, target: tree.Expr) -> str | None:
        """The attribute of its own object that a method names, or that it keeps the local name `target` in."""
        function = self._frame.function
        me = function.params[0].name if function.params else None
        match target:
            case tree.Attribute(attr=attr, value=tree.Name(id=owner)) if owner == me:
                return attr
            case tree.Name(id=name):
                for node in tree.walk_own(function):
                    match node:
                        case tree.Assign(targets=(tree.Attribute() as kept,), value=tree.Name(id=given)):
                            if given == name and tree.dotted(kept.value) == me:
                                return kept.attr
        return None

    def _is_compound(self, row: tree.Expr) -> bool:
        """Whether an expression makes an object of several: a tuple, list or dict."""
        values = self._evaluator.evaluate(row, self._frame)
        return any(isinstance(v, Items | Mapping) for v in values)

    def _is_made_by_row(self, value: tree.Expr) -> bool:
        if isinstance(value, tree.Comprehension):
            rows = value.kind != "GeneratorExp" and self._gives_rows(value.clauses[0].iterable)
            return rows and self._is_compound(value.elements[-1])
        return _hold_objects(self._evaluator.evaluate(value, self._frame))

    def _is_given_rows(self, attribute: str, value: tree.Expr) -> bool:
        """Whether an attribute is a name, a parameter perhaps, for rows that were made elsewhere."""
        values = self._evaluator.attributes.attribute(self._dataset, attribute) if isinstance(value, tree.Name) else ()
        return _hold_objects(values)

    def _in_loop(self, node: tree.Node) -> bool:
        """Whether code runs for every row, line or file."""
        for above in self._frame.file.scopes.ancestors(node):
            if above is self._frame.function:
                return False
            if isinstance(above, tree.For) and self._gives_rows(above.iterable):
                return True
        return False

    def _gives_rows(self, iterable: tree.Expr) -> bool:
        match iterable:
            case tree.Call(func=func, args=(first, *_)) if tree.dotted(func) in ("enumerate", "sorted", "tqdm", "list"):
                return self._gives_rows(first.value)
        return _hold_rows(self._evaluator.evaluate(iterable, self._frame))


def _hold_rows(values: Meanings) -> bool:
    """Whether one of the values is what a call of a library gives that gives rows, lines or files by the thousand."""
    return any(fact.rows or fact.opens is Opened.FILE or named for fact, named in _calls(values, ROW_METHODS))


def _hold_objects(values: Meanings) -> bool:
    """Whether one of the values is what a call of a library gives that gives a list of lists or dicts."""
    return any(fact.rows is Rows.COMPOUND or named for fact, named in _calls(values, COMPOUND_METHODS))


def _calls(values: Meanings, methods: tuple[str, ...]) -> Iterator[tuple[Fact, bool]]:
    """What is known of the library calls that the values come from, and whether they are of one of the methods."""
    endings = tuple(f".{method}" for method in methods)
    for value in values:
        match value:
            case (
                Instance(cls=External(path=path, fact=fact))
                | Member(owner=Instance(cls=External(path=path, fact=fact)))
            ):
                yield fact, path.endswith(endings)
