"""Open files, archives, databases and connections: what opens them, and what reads through them (FACTS.md 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, External, Frame, Instance, Meaning, Member, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.project.file import File, Place
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.syntax import tree


class Kind(Enum):
    """What a handle is open on. `value` is how a message names it."""

    FILE = "file"
    TAR = "tar archive"
    ZIP = "zip archive"
    HDF5 = "HDF5 file"
    LMDB = "LMDB environment"
    SQLITE = "SQLite connection"
    CONNECTION = "connection"


_MAKERS: dict[str, Kind] = {
    "builtins.open": Kind.FILE, "io.open": Kind.FILE, "codecs.open": Kind.FILE, "pathlib.Path.open": Kind.FILE,
    "gzip.open": Kind.FILE, "bz2.open": Kind.FILE, "lzma.open": Kind.FILE, "gzip.GzipFile": Kind.FILE,
    "tarfile.open": Kind.TAR, "tarfile.TarFile": Kind.TAR, "zipfile.ZipFile": Kind.ZIP,
    "h5py.File": Kind.HDF5, "tables.open_file": Kind.HDF5, "tables.openFile": Kind.HDF5,
    "lmdb.open": Kind.LMDB, "lmdb.Environment": Kind.LMDB, "sqlite3.connect": Kind.SQLITE,
    "psycopg2.connect": Kind.CONNECTION, "psycopg.connect": Kind.CONNECTION, "pymysql.connect": Kind.CONNECTION,
    "MySQLdb.connect": Kind.CONNECTION, "mysql.connector.connect": Kind.CONNECTION,
    "pymongo.MongoClient": Kind.CONNECTION, "socket.socket": Kind.CONNECTION,
    "socket.create_connection": Kind.CONNECTION,
}  # fmt: skip

#: How paths begin of what methods of handles give.
_INSIDE = tuple(f"{maker}." for maker in _MAKERS)

#: What leads from a handle to another object that still reads through it, such as `["images"]` or `.begin()`.
_DERIVED: dict[Kind, re.Pattern[str]] = {
    Kind.FILE: re.compile(""),
    Kind.TAR: re.compile(r"(\.extractfile\(\))?"),
    Kind.ZIP: re.compile(r"(\.open\(\))?"),
    Kind.HDF5: re.compile(r"(\.root(\.\w+)*|(\[str\]|\[\.\.\.\]|\.get\(\))?(\[str\]|\.get\(\))*)"),
    Kind.LMDB: re.compile(r"(\.begin\(\))?(\.cursor\(\))?"),
    Kind.SQLITE: re.compile(r"(\.cursor\(\))?"),
    Kind.CONNECTION: re.compile(r"(\.cursor\(\)|(\[[^]]*\])*)"),
}

#: Attributes of handles that read nothing through them; writing goes elsewhere than samples come from.
_IDLE = {"close", "closed", "name", "filename", "fileno", "mode", "path", "write", "writelines", "flush"}

#: Library functions that only look at the object they are given.
_LOOKING = {
    "builtins.isinstance", "builtins.hasattr", "builtins.getattr", "builtins.id", "builtins.len", "builtins.print",
    "builtins.bool", "builtins.type", "builtins.repr", "builtins.str",
}  # fmt: skip

_MEMORY = {"io.BytesIO", "io.StringIO"}


@dataclass(frozen=True, slots=True)
class Use:
    """A handle that item code reads through at `place`, where it is `written` so (`self.env`)."""

    kind: Kind
    handle: Instance
    place: Place
    written: str

    @property
    def made(self) -> Place:
        """Where the handle is opened."""
        assert self.handle.call is not None
        return Place(self.handle.file, self.handle.call)

    @property
    def maker(self) -> tree.Function | tree.Lambda | None:
        """The function that opens it; None at the top level of a module or class."""
        return self.handle.file.scopes.function_at(self.made.node)

    @property
    def name(self) -> str:
        """What to call it: the attribute that keeps it, if there is one."""
        return next((name for name in self._names if "." in name), self.written)

    @property
    def attributes(self) -> set[str]:
        """The attributes that keep it, where it is opened and where it is used."""
        return {name.rpartition(".")[2] for name in self._names if "." in name}

    @property
    def _names(self) -> list[str]:
        above = self.made.file.scopes.ancestors(self.made.node)
        targets = [tree.dotted(t) for a in above if isinstance(a, tree.Assign) for t in a.targets]
        return [self.written, *(t for t in targets if t is not None)]


@dataclass(frozen=True, slots=True)
class _Way:
    """Something that code reads through; `steps` lead from `value` to it: `.begin().cursor()`."""

    value: Meaning
    steps: str = ""


class Handles:
    """Finds the handles that code reads through."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def uses(self, code: ItemCode) -> Iterator[Use]:
        """Yield where code reads through handles."""
        for file, frame, live in code.visits:
            for node in live:
                for expr in self._read(file, node, frame):
                    for kind, handle in self.behind(file, expr, frame):
                        yield Use(kind, handle, Place(file, node), _written(expr))

    def _read(self, file: File, node: tree.Node, frame: Frame) -> list[tree.Expr]:
        """The expressions that `node` reads through, if they are handles."""
        match node:
            case tree.Attribute() if node.attr not in _IDLE:
                return [node.value]
            case tree.Subscript():
                return [node.value]
            case tree.For() | tree.Clause():
                return [node.iterable]
            case tree.Call() if node.args:
                path = self._evaluator.path(file, node.func, frame)
                return [a.value for a in node.args] if path is not None and path not in _LOOKING else []
        return []

    def behind(self, file: File, expr: tree.Expr, frame: Frame | None) -> Iterator[tuple[Kind, Instance]]:
        """Yield the handles that `expr` is or reads through."""
        if isinstance(expr, tree.Name | tree.Attribute | tree.Call | tree.Subscript):
            values = self._evaluator.evaluate(file, expr, frame)
            if isinstance(expr, tree.Subscript):
                values = (*values, *self._entries(file, expr.value, frame))
            for meaning in (v for v in values if isinstance(v, Member | Instance)):
                for root in expand([_Way(meaning)], self._back, key=lambda way: mark(way.value)):
                    handle = root.value
                    kind = self._kind(handle) if isinstance(handle, Instance) else None
                    if isinstance(handle, Instance) and kind is not None and _DERIVED[kind].fullmatch(root.steps):
                        yield kind, handle

    def _entries(self, file: File, expr: tree.Expr, frame: Frame | None) -> Iterator[Meaning]:
        """What the entries of an attribute can be that a comprehension fills: `[open(path) for path in paths]`."""
        objects = self._evaluator.attributes
        for owner in self._evaluator.evaluate(file, expr.value, frame) if isinstance(expr, tree.Attribute) else ():
            if isinstance(expr, tree.Attribute) and isinstance(owner, Instance) and isinstance(owner.cls, ClassRef):
                for cls in objects.lineage(owner.cls):
                    for stored in cls.file.stored(cls.node).get(expr.attr, ()):
                        if isinstance(stored.value, tree.Comprehension):
                            inner = objects.init_frame(owner, cls)
                            yield from self._evaluator.evaluate(cls.file, stored.value.elements[-1], inner)

    def _back(self, way: _Way) -> Iterator[_Way]:
        """What something was got from: what its attribute or item belongs to, or what its method was called on."""
        match way.value:
            case Member(owner=owner, name=name):
                yield _Way(owner, f"{'' if name.startswith('[') else '.'}{name}{way.steps}")
            case Instance(cls=External(path=path), call=tree.Call() as call) as made:
                if path.startswith(_INSIDE) and path not in _MAKERS:
                    for callee in self._evaluator.evaluate(made.file, call.func, made.frame):
                        if isinstance(callee, Member):
                            yield _Way(callee, f"(){way.steps}")

    def _kind(self, handle: Instance) -> Kind | None:
        """The kind of a handle; None if it is none, only writes, or reads what is in memory and so copied."""
        if not isinstance(handle.cls, External) or handle.call is None or handle.cls.path not in _MAKERS:
            return None
        kind = _MAKERS[handle.cls.path]
        given = {a.keyword or str(n): a.value for n, a in enumerate(handle.call.args) if not a.star}
        for argument in (given.get("0"), given.get("fileobj")):
            values = self._evaluator.evaluate(handle.file, argument, handle.frame) if argument is not None else ()
            if any(isinstance(v, Instance) and isinstance(v.cls, External) and v.cls.path in _MEMORY for v in values):
                return None
        mode, driver = given.get("mode", given.get("1")), given.get("driver")
        if isinstance(mode, tree.Constant) and isinstance(mode.value, str) and mode.value[:1] in ("w", "a", "x"):
            return None
        return None if isinstance(driver, tree.Constant) and driver.value == "core" else kind


def _written(expr: tree.Expr) -> str:
    """How the handle is called where it is used: `self.env` in `self.env.begin()`."""
    while not isinstance(expr, tree.Name | tree.Attribute):
        match expr:
            case tree.Call(func=tree.Attribute(value=owner)) | tree.Subscript(value=owner):
                expr = owner
            case _:
                break
    return tree.dotted(expr) or "the handle"
