"""Lists and dicts of Python objects, one for every row, which every worker ends up with a copy of (FACTS.md 4)."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Mapping,
    Meaning,
    Meanings,
    Member,
    at_large,
)
from loaderlint.model.inference.written import called_by
from loaderlint.model.libraries.facts import Data, Fact, Gives, Opened, Passes, Rows
from loaderlint.model.libraries.readers import COMPOUND_METHODS, ROW_METHODS, TAKING_APART
from loaderlint.model.project.file import Place
from loaderlint.model.workers.item_code import Explorer, ItemCode
from loaderlint.syntax import tree

_GROWING = {"append", "add", "appendleft"}

#: Nodes that may fill an attribute.
_FILLING = tree.Return | tree.Assign | tree.Call

#: Rows that are too few to matter, and as many as it takes for single strings or numbers to do so.
_FEW, _MILLION = 10_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Bulk:
    """An attribute that holds Python objects by the row; `place` is where they are made, `read` where one is taken."""

    attribute: str
    place: Place
    read: Place


def bulks(explorer: Explorer, dataset: Instance, code: ItemCode) -> Iterator[Bulk]:
    """Yield what the methods of a dataset, other than its item code, put on it row by row and its item code reads.

    Rows of several parts count, however many they are if that is not known; plain strings and numbers only by the
    million. Where nothing says that there are many, item code must take the row of its own index: what is parsed from a
    file may be settings.
    """
    reads = dict(_read_by_index(code))
    read = {attribute: by_own for attribute, (by_own, _) in reads.items()}
    evaluator = explorer.evaluator
    lineage = evaluator.attributes.lineage(dataset.cls) if isinstance(dataset.cls, ClassRef) else []
    methods = [
        FunctionRef(method, at_large(cls.file), dataset)
        for cls in lineage
        for method in cls.file.methods(cls.node).values()
        if method not in code.functions
    ]
    visits = explorer.functions(methods).visits if read else []
    given: dict[tree.Node, str] = {}
    for frame, live in visits:
        finder = _Finder(evaluator, dataset, frame, read)
        given.update(one for node in live for one in finder.given_back(node))
    for frame, live in visits:
        finder = _Finder(evaluator, dataset, frame, read, given.get(frame.function))
        for node in live:
            for attribute, certain in finder.filled(node) if isinstance(node, _FILLING) else ():
                if (certain or read[attribute]) and not _is_shared(evaluator, dataset, attribute):
                    yield Bulk(attribute, frame.place(node), reads[attribute][1])


def _is_shared(evaluator: Evaluator, dataset: Instance, attribute: str) -> bool:
    """Whether an attribute lies in a process of its own: `Manager().list()`."""
    values = evaluator.attributes.attribute(dataset, attribute)
    return any(isinstance(value, Instance) and value.fact.shared for value in values)


def _read_by_index(code: ItemCode) -> Iterator[tuple[str, tuple[bool, Place]]]:
    """The attributes that item code takes an entry from, other than by a fixed key as settings are read.

    Each with whether it takes the one of its own index, or of what it makes of that, and where. What comes later
    replaces what came before.
    """
    found: dict[str, tuple[bool, Place]] = {}
    for function, file in {visit.frame.function: visit.frame.file for visit in code.visits}.items():
        held: dict[str, set[str]] = {}
        own = {p.name for p in function.params[1:2]}
        for node in tree.walk_own(function):
            match node:
                case tree.Assign(targets=(tree.Name(id=name),), value=tree.Node() as value):
                    if isinstance(value, tree.Attribute | tree.Conditional):
                        held[name] = {n.attr for n in tree.walk(value) if isinstance(n, tree.Attribute)}
                    if not own.isdisjoint(tree.names(value)):
                        own.add(name)
                case tree.Subscript(value=value, index=(index, *_)) if not isinstance(index, tree.Constant):
                    by_own = not own.isdisjoint(tree.names(index))
                    attributes = {value.attr} if isinstance(value, tree.Attribute) else set()
                    attributes |= held.get(value.id, set()) if isinstance(value, tree.Name) else set()
                    for attribute in attributes:
                        if attribute not in found or (by_own and not found[attribute][0]):
                            found[attribute] = by_own, Place(file, node)
    yield from sorted(found.items(), key=lambda item: item[0])


class _Finder:
    """Finds attributes that one function fills row by row, among those that are `read`."""

    def __init__(
        self,
        evaluator: Evaluator,
        dataset: Instance,
        frame: Frame,
        read: Container[str],
        given_to: str | None = None,
    ) -> None:
        self._evaluator = evaluator
        self._dataset = dataset
        self._frame = frame
        self._read = read
        self._given_to = given_to  # the attribute that keeps what the function returns

    def filled(self, node: tree.Node) -> Iterator[tuple[str, bool]]:
        """The attributes that the node fills, each with whether it is certain to be long."""
        rows: tree.Expr | None = None
        owner: tree.Expr | None = None
        match node:
            case tree.Return(value=tree.Node() as value) if (attribute := self._given_to) and attribute in self._read:
                if many := self._made_by_row(value):
                    yield attribute, many is _Many.CERTAIN
            case tree.Assign(targets=(target,), value=tree.Node() as value, op="") if attribute := self._looked_at(
                target
            ):
                many = self._made_by_row(value)
                if many or self._is_given_rows(attribute, value):
                    yield attribute, many not in (_Many.PERHAPS, None)
            case tree.Call(func=tree.Attribute(attr=name, value=owner), args=(tree.Argument(value=rows), *_)):
                rows = rows if name in _GROWING else None
            case tree.Assign(targets=(owner,), value=tree.Sequence(kind="list", items=(rows,)), op="+"):
                pass
            case tree.Assign(targets=(tree.Subscript(value=owner),), value=tree.Node() as rows, op=""):
                pass
        if (
            rows is not None
            and owner is not None
            and (attribute := self._looked_at(owner))
            and not self._is_replaced(owner)
        ):
            many = self._in_loop(node)
            if many and (self._is_compound(rows) or many is _Many.MILLION):
                yield attribute, many is not _Many.PERHAPS

    def given_back(self, node: tree.Node) -> Iterator[tuple[tree.Node, str]]:
        """The functions of the project whose results a statement keeps in an attribute: `self.samples = find(root)`."""
        match node:
            case tree.Assign(targets=(target,), value=tree.Node() as value, op="") if attribute := self._own(target):
                given = self._uncut(value)
                callees = self._evaluator.evaluate(given.func, self._frame) if isinstance(given, tree.Call) else ()
                yield from ((callee.node, attribute) for callee in callees if isinstance(callee, FunctionRef))

    def _looked_at(self, target: tree.Expr) -> str | None:
        """The attribute of its own object that a method names, if it is one of those that are read."""
        attribute = self._own(target)
        return attribute if attribute in self._read else None

    def _own(self, target: tree.Expr) -> str | None:
        """The attribute of its own object that a method names, or that it keeps the local name `target` in."""
        function = self._frame.function
        me = function.params[0].name if function.params else None
        match target:
            case tree.Attribute(attr=attr, value=tree.Name(id=owner)) if owner == me:
                return attr
            case tree.Name(id=name):
                return self._kept.get(name)
        return None

    @cached_property
    def _kept(self) -> dict[str, str | None]:
        """The attributes that local names are kept in, by name: the first of each."""
        function = self._frame.function
        me = function.params[0].name if function.params else None
        found: dict[str, str | None] = {}
        for node in tree.walk_own(function):
            match node:
                case tree.Assign(targets=(tree.Attribute() as kept,), value=tree.Node() as value):
                    match self._uncut(value):
                        case tree.Name(id=given) if tree.dotted(kept.value) == me:
                            found.setdefault(given, kept.attr)
                case tree.Return(value=tree.Node() as value):
                    match self._uncut(value):
                        case tree.Name(id=given):
                            found.setdefault(given, self._given_to)
        return found

    def _uncut(self, expr: tree.Expr) -> tree.Expr:
        """Return what a slice is taken of, unless that leaves few rows."""
        match expr:
            case tree.Subscript(value=whole, index=(tree.Other(kind="slice", children=bounds),)):
                end = self._number(bounds[1]) if len(bounds) > 1 and isinstance(bounds[1], tree.Expr) else None
                return self._uncut(whole) if end is None or not 0 < end < _FEW else expr
        return expr

    def _is_replaced(self, owner: tree.Expr) -> bool:
        """Whether a function puts an array in the place of what it has collected: `rows = np.array(rows)`."""
        for node in tree.walk_own(self._frame.function):
            match node:
                case tree.Assign(targets=(target,), value=tree.Call(func=func), op="") if tree.are_alike(target, owner):
                    if self._evaluator.fact(func, self._frame).data in (Data.ARRAY, Data.TENSOR):
                        return True
        return False

    def _is_compound(self, row: tree.Expr) -> bool:
        """Whether an expression makes an object of several: a tuple, list or dict, or one of a class."""
        if any(self._takes_apart(part) for part, _ in called_by(row, self._frame)):
            return True
        values = self._evaluator.evaluate(row, self._frame)
        made = any(isinstance(v, Items | Mapping) or (isinstance(v, Instance) and _is_of_several(v)) for v in values)
        return made or _hold_objects(values)

    def _takes_apart(self, expr: tree.Expr) -> bool:
        """Whether an expression is a call that makes a list of a text, or a tuple with named parts."""
        match expr:
            case tree.Call(func=tree.Attribute(attr=name)) if name in TAKING_APART:
                return True
            case tree.Call(func=func):
                made = self._evaluator.evaluate(func, self._frame)
                return any(isinstance(value, Instance) and value.fact.gives is Gives.TUPLES for value in made)
        return False

    def _made_by_row(self, value: tree.Expr) -> _Many | None:
        """Whether an expression makes objects row by row."""
        value = self._uncut(value)
        match value:
            case tree.Comprehension(kind=kind, elements=(*_, row)) if kind != "GeneratorExp":
                many = self._many(value.clauses[0].iterable)
                return many if many is _Many.MILLION or self._is_compound(row) else None
            case tree.Call(func=func, args=(tree.Argument(value=inner),)) if self._gives_list(func):
                pairs = isinstance(inner, tree.Call) and self._evaluator.fact(inner.func, self._frame).pairs
                many = self._many(inner)
                return many if pairs or many is _Many.MILLION else self._made_by_row(inner)
            case tree.Operation(op="+", operands=parts):
                return min(filter(None, map(self._made_by_row, parts)), key=list(_Many).index, default=None)
            case tree.Operation(op="*", operands=(tree.Sequence(kind="list"), count)):
                return _Many.MILLION if (self._number(count) or 0) >= _MILLION else None
        return _Many.PERHAPS if _hold_objects(self._evaluator.evaluate(value, self._frame)) else None

    def _gives_list(self, func: tree.Expr) -> bool:
        fact = self._evaluator.fact(func, self._frame)
        return bool(fact.container) and fact.passes is Passes.FIRST

    def _is_given_rows(self, attribute: str, value: tree.Expr) -> bool:
        """Whether an attribute is a name, a parameter perhaps, for rows that were made elsewhere."""
        values = self._evaluator.attributes.attribute(self._dataset, attribute) if isinstance(value, tree.Name) else ()
        # What the dataset's own code calls for rows is looked into by itself: only a parameter hides where they grow.
        is_parameter = isinstance(value, tree.Name) and value.id in {p.name for p in self._frame.function.params}
        return _hold_objects(values) or (is_parameter and any(map(self._is_grown, values)))

    def _is_grown(self, value: Meaning) -> bool:
        """Whether a value is a list that code puts rows of several parts in, or a comprehension of them."""
        if not isinstance(value, Items):
            return False
        there = _Finder(self._evaluator, self._dataset, value.frame, ())
        rows = [row for item in value.node.items if isinstance(item, tree.Other) for row in item.children]
        return any(there.is_row(row, value.node) for row in rows if isinstance(row, tree.Expr))

    def is_row(self, row: tree.Expr, begun: tree.Node) -> bool:
        """Whether an expression makes an object of several for every turn of a loop since a list was begun."""
        many = self._in_loop(row, since=begun.at)
        return many is not None and (many is _Many.MILLION or self._is_compound(row))

    def _in_loop(self, node: tree.Node, since: int = 0) -> _Many | None:
        """Whether code runs for every row, line or file, in loops that begin after a place at the earliest."""
        found: list[_Many] = []
        for above in self._frame.file.scopes.ancestors(node):
            if above is self._frame.function or above.at < since:
                break
            match above:
                case tree.For(iterable=iterable) | tree.Comprehension(clauses=(tree.Clause(iterable=iterable), *_)):
                    if many := self._many(iterable):
                        found.append(many)
        return min(found, key=list(_Many).index, default=None)

    def _many(self, iterable: tree.Expr) -> _Many | None:
        """How many turns a loop has; None if they are few."""
        match iterable:
            case tree.Call(func=func, args=(first, *_)) if tree.dotted(func) in ("enumerate", "sorted", "tqdm", "list"):
                return self._many(first.value)
            case tree.Call(func=func, args=args) if self._evaluator.fact(func, self._frame).counts and args:
                number = self._number(args[min(len(args), 2) - 1].value)
                if number is not None:
                    return _Many.MILLION if number >= _MILLION else _Many.CERTAIN if number >= _FEW else None
        values = self._evaluator.evaluate(iterable, self._frame)
        if _hold_rows(values):
            return _Many.CERTAIN
        return None if any(map(_is_written, values)) else _Many.PERHAPS

    def _number(self, expr: tree.Expr) -> int | None:
        match self._evaluator.evaluate(expr, self._frame):
            case (Const(value=int(number)),):
                return number
        return None


class _Many(Enum):
    """How many rows there are, the more the earlier."""

    MILLION = "a million or more"
    CERTAIN = "many"
    PERHAPS = "it is not known"


def _is_written(value: Meaning) -> bool:
    """Whether all of a value is written in the code: these are few."""
    if isinstance(value, Items):
        return not any(map(tree.is_starred, value.node.items))
    return isinstance(value, Mapping | Const)


def _is_of_several(made: Instance) -> bool:
    """Whether an object is of a class of the project, or a list or dict: `dict(path=path)`, `list(map(int, words))`."""
    return isinstance(made.cls, ClassRef) or bool(made.fact.container)


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
