"""Python lists and dicts with an entry for every sample, which every worker ends up with a copy of (facts.md 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.evaluate import Evaluator
from loaderlint.model.file import File, Place
from loaderlint.model.itemcode import ItemCode
from loaderlint.model.live import live_nodes
from loaderlint.model.meaning import External, Frame, Instance, Member
from loaderlint.syntax import tree

#: Library calls that give rows, lines or files by the thousand to loop over.
_ROWS = {
    "builtins.open", "csv.reader", "csv.DictReader", "json.load", "json.loads", "os.walk", "os.scandir", "os.listdir",
    "glob.glob", "glob.iglob", "gzip.open", "jsonlines.open",
}  # fmt: skip

_ROW_METHODS = {"iterrows", "itertuples", "readlines", "splitlines", "glob", "rglob", "iterdir", "tolist", "to_dict"}

#: Library calls that give a Python list or dict with an object for every row.
_OBJECTS = {"json.load", "json.loads"}

_OBJECT_METHODS = {"tolist", "readlines", "to_dict"}

_GROWING = {"append", "extend", "add", "update", "setdefault"}


@dataclass(frozen=True, slots=True)
class Bulk:
    """An attribute that holds Python objects by the row; `place` is where they are made."""

    attribute: str
    place: Place


def bulks(evaluator: Evaluator, before: ItemCode, code: ItemCode) -> Iterator[Bulk]:
    """Yield what the making of a dataset (`before`) puts on it, row by row, and its item code reads."""
    read = set(_read_by_index(code))
    for file, frame in before.visits:
        finder = _Finder(evaluator, file, frame)
        for node in live_nodes(evaluator, file, frame):
            for attribute in finder.filled(node):
                if attribute in read:
                    yield Bulk(attribute, Place(file, node))


def _read_by_index(code: ItemCode) -> Iterator[str]:
    """The attributes that item code takes an entry from, other than by a fixed key as settings are read."""
    for function in code.functions:
        for node in tree.walk_own(function):
            match node:
                case tree.Subscript(value=tree.Attribute(attr=attr), index=(index, *_)):
                    if not isinstance(index, tree.Constant):
                        yield attr


class _Finder:
    """Finds attributes that one function fills row by row."""

    def __init__(self, evaluator: Evaluator, file: File, frame: Frame) -> None:
        self._evaluator = evaluator
        self._file = file
        self._frame = frame

    def filled(self, node: tree.Node) -> Iterator[str]:
        """The attributes that the statement or call at `node` fills."""
        match node:
            case tree.Assign(targets=targets, value=tree.Node() as value, op="") if self._is_made_by_row(value):
                yield from (a for t in targets if (a := self._own(t)))
            case tree.Call(func=tree.Attribute(attr=name, value=owner)) if name in _GROWING and self._in_loop(node):
                if (attribute := self._own(owner)) is not None:
                    yield attribute
            case tree.Assign(targets=(tree.Subscript(value=owner),), op="") if self._in_loop(node):
                if (attribute := self._own(owner)) is not None and self._is_dict(attribute):
                    yield attribute

    def _own(self, target: tree.Expr) -> str | None:
        """The attribute of its own object that a method names, or the one it later assigns the local name to."""
        function = self._frame.function
        me = function.params[0].name if function.params else None
        match target:
            case tree.Attribute(attr=attr, value=tree.Name(id=owner)) if owner == me:
                return attr
            case tree.Name(id=name):
                for node in tree.walk_own(function):
                    match node:
                        case tree.Assign(
                            targets=(tree.Attribute(attr=attr, value=tree.Name(id=owner)),), value=tree.Name(id=given)
                        ):
                            if owner == me and given == name:
                                return attr
        return None

    def _is_dict(self, attribute: str) -> bool:
        cls = self._file.scopes.class_of(self._frame.function)
        stored = self._file.stored(cls).get(attribute, ()) if cls else ()
        return any(isinstance(s.value, tree.Dict) for s in stored)

    def _is_made_by_row(self, value: tree.Expr) -> bool:
        match value:
            case tree.Comprehension(kind="ListComp" | "DictComp" | "SetComp", clauses=clauses):
                return self._gives_rows(clauses[0].iterable)
            case tree.Call():
                return self._named(value, _OBJECTS, _OBJECT_METHODS)
        return False

    def _in_loop(self, node: tree.Node) -> bool:
        """Whether code runs for every row, line or file."""
        for above in self._file.scopes.ancestors(node):
            if above is self._frame.function:
                return False
            if isinstance(above, tree.For) and self._gives_rows(above.iterable):
                return True
        return False

    def _gives_rows(self, iterable: tree.Expr) -> bool:
        match iterable:
            case tree.Call(func=func, args=(first, *_)) if tree.dotted(func) in ("enumerate", "sorted", "tqdm", "list"):
                return self._gives_rows(first.value)
        return self._named(iterable, _ROWS, _ROW_METHODS)

    def _named(self, expr: tree.Expr, paths: set[str], methods: set[str]) -> bool:
        """Whether an expression is what one of the library calls `paths`, or a method of that name, gives."""
        for value in self._evaluator.evaluate(self._file, expr, self._frame):
            match value:
                case Instance(cls=External(path=path)) | Member(owner=Instance(cls=External(path=path))):
                    if path in paths or path.rpartition(".")[2] in methods:
                        return True
        return False
