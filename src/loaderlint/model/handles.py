"""Open files, archives, databases and connections: who opens, reads through and lets go of them (facts.md 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from loaderlint.model.evaluate import Evaluator
from loaderlint.model.file import File, Place
from loaderlint.model.itemcode import Explorer, ItemCode, Visit
from loaderlint.model.live import live_nodes
from loaderlint.model.meaning import ClassRef, External, Frame, FunctionRef, Instance, Meaning, Member
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


class Handles:
    """Finds the handles that are open when workers start and that item code reads through."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer
        self._evaluator = explorer.evaluator

    def shared(self, code: ItemCode, run_before: Callable[[], ItemCode]) -> list[Use]:
        """Return the first use of every handle that `code` reads through, if it was opened before the workers.

        `run_before` tells what the main process has run by then: the making of the dataset, and its `__len__`. That is
        much code, and seldom asked for.
        """
        found: dict[Place, Use] = {}
        for use in self._uses(code):
            if use.made not in found and not self._in_with(use):
                before = run_before()
                if not self._is_closed(use, before) and not self._is_opened_by_worker(use, code, before):
                    found[use.made] = use
        return list(found.values())

    def _uses(self, code: ItemCode) -> Iterator[Use]:
        for file, frame, live in code.visits:
            for node in live:
                for expr in self._read(file, node, frame):
                    for kind, handle in self._handles(file, expr, frame):
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

    def _handles(self, file: File, expr: tree.Expr, frame: Frame | None) -> Iterator[tuple[Kind, Instance]]:
        """The handles that `expr` is or reads through."""
        if isinstance(expr, tree.Name | tree.Attribute | tree.Call | tree.Subscript):
            values = self._evaluator.evaluate(file, expr, frame)
            if isinstance(expr, tree.Subscript):
                values = (*values, *self._entries(file, expr.value, frame))
            for meaning in values:
                for handle, steps in self._roots(meaning):
                    kind = self._kind(handle)
                    if kind is not None and _DERIVED[kind].fullmatch(steps):
                        yield kind, handle

    def _entries(self, file: File, expr: tree.Expr, frame: Frame | None) -> Iterator[Meaning]:
        """What the entries of an attribute can be that a comprehension fills: `[open(path) for path in paths]`."""
        objects = self._evaluator.objects
        for owner in self._evaluator.evaluate(file, expr.value, frame) if isinstance(expr, tree.Attribute) else ():
            if isinstance(expr, tree.Attribute) and isinstance(owner, Instance) and isinstance(owner.cls, ClassRef):
                for cls in objects.lineage(owner.cls):
                    for stored in cls.file.stored(cls.node).get(expr.attr, ()):
                        if isinstance(stored.value, tree.Comprehension):
                            inner = objects.init_frame(owner, cls)
                            yield from self._evaluator.evaluate(cls.file, stored.value.elements[-1], inner)

    def _roots(self, meaning: Meaning) -> Iterator[tuple[Instance, str]]:
        """The handle that something was got from, with the steps that lead to it."""
        match meaning:
            case Member(owner=owner, name=name):
                for root, steps in self._roots(owner):
                    yield root, f"{steps}{'' if name.startswith('[') else '.'}{name}"
            case Instance(cls=External(path=path), call=tree.Call() as call):
                if path in _MAKERS:
                    yield meaning, ""
                elif any(path.startswith(f"{maker}.") for maker in _MAKERS):
                    for callee in self._evaluator.evaluate(meaning.file, call.func, meaning.frame):
                        if isinstance(callee, Member):
                            for root, steps in self._roots(callee):
                                yield root, f"{steps}()"

    def _kind(self, handle: Instance) -> Kind | None:
        """The kind of a handle; None if it only writes, or reads what is in memory and so copied into every worker."""
        assert isinstance(handle.cls, External)
        assert handle.call is not None
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

    # -- who lets go of it ---------------------------------------------------------------------------------------

    @staticmethod
    def _in_with(use: Use) -> bool:
        """Whether the handle is closed at the end of a with statement."""
        return any(isinstance(a, tree.WithItem) for a in use.made.file.scopes.ancestors(use.made.node))

    def _is_closed(self, use: Use, before: ItemCode) -> bool:
        """Whether the main process closes or drops the handle after it has opened it."""
        visits = list(before.visits)
        if use.maker is not None and use.maker not in before.functions:
            file, frame = use.made.file, Frame(use.maker, None, use.made.file, None, None)
            visits.append(Visit(file, frame, tuple(live_nodes(self._evaluator, file, frame))))
        for file, frame, live in visits:
            opened = use.maker not in before.functions
            for node in live:
                opened = opened or node is use.made.node or self._leads_to(use.maker, file, node, frame)
                after = node.at > use.made.node.at if frame.function is use.maker else opened
                if after and self._closes(use, file, node, frame):
                    return True
        return False

    def _closes(self, use: Use, file: File, node: tree.Node, frame: Frame) -> bool:
        match node:
            case tree.Call(func=tree.Attribute(attr="close", value=value)):
                return any(handle.call is use.handle.call for _, handle in self._handles(file, value, frame))
            case (
                tree.Assign(targets=targets, value=tree.Constant(value=None))
                | tree.Evaluate(kind="del", values=targets)
            ):
                return any(isinstance(t, tree.Attribute) and t.attr in use.attributes for t in targets)
        return False

    def _leads_to(self, maker: tree.Node | None, file: File, node: tree.Node, frame: Frame) -> bool:
        """Whether the call or property at `node` runs `maker`."""
        functions: list[FunctionRef] = []
        if isinstance(node, tree.Call):
            functions = [m for m in self._evaluator.evaluate(file, node.func, frame) if isinstance(m, FunctionRef)]
        elif isinstance(node, tree.Attribute):
            owners = self._evaluator.evaluate(file, node.value, frame)
            functions = [f for owner in owners if (f := self._evaluator.objects.getter(owner, node.attr))]
        return bool(functions) and maker in self._explorer.functions(functions).functions

    @staticmethod
    def _is_opened_by_worker(use: Use, code: ItemCode, before: ItemCode) -> bool:
        """Whether each worker opens the handle itself.

        `if self.f is None: self.f = open(...)` does not where the main process has opened it before (facts.md 4).
        """
        opened_by_main = use.maker not in code.functions or use.maker in before.functions
        if not opened_by_main:
            return True
        if any(path == "os.getpid" for path, _ in code.calls):
            return True
        return any(not _only_if_missing(use, code, place) for place in _openings(use, code))


def _openings(use: Use, code: ItemCode) -> list[Place]:
    """Where item code opens the handle or puts another in its place."""
    stores = [
        Place(file, node)
        for file, function in dict.fromkeys((file, frame.function) for file, frame, _ in code.visits)
        for node in tree.walk_own(function)
        if isinstance(node, tree.Assign)
        and any(isinstance(t, tree.Attribute) and t.attr in use.attributes for t in node.targets)
    ]
    return [*stores, use.made] if use.maker in code.functions else stores


def _only_if_missing(use: Use, code: ItemCode, opening: Place) -> bool:
    """Whether `opening` comes only if the attribute is not set yet, tested there or where its function is called."""
    places = [opening]
    function = opening.file.scopes.function_at(opening.node)
    if isinstance(function, tree.Function):
        places += [
            Place(file, call)
            for file in dict.fromkeys(file for file, _, _ in code.visits)
            for call in file.calls_named(function.name)
            if file.scopes.function_at(call) in code.functions
        ]
    tests = [
        a.test for p in places for a in p.file.scopes.ancestors(p.node) if isinstance(a, tree.If | tree.Conditional)
    ]
    return any(_tests_attribute(test, use.attributes) for test in tests)


def _tests_attribute(test: tree.Expr, attributes: set[str]) -> bool:
    return any(
        (isinstance(n, tree.Attribute) and n.attr in attributes)
        or (isinstance(n, tree.Constant) and n.value in attributes)
        for n in tree.walk(test)
    )


def _written(expr: tree.Expr) -> str:
    """How the handle is called where it is used: `self.env` in `self.env.begin()`."""
    while not isinstance(expr, tree.Name | tree.Attribute):
        match expr:
            case tree.Call(func=tree.Attribute(value=owner)) | tree.Subscript(value=owner):
                expr = owner
            case _:
                break
    return tree.dotted(expr) or "the handle"


def keeps_out_of_pickles(evaluator: Evaluator, dataset: Instance) -> bool:
    """Whether the dataset says itself what of it is pickled for a spawned worker."""
    lineage = evaluator.objects.lineage(dataset.cls) if isinstance(dataset.cls, ClassRef) else []
    return any({"__getstate__", "__reduce__", "__reduce_ex__"} & c.file.methods(c.node).keys() for c in lineage)
