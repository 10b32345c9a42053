"""Open files, archives, databases and connections: what opens them, and what reads through them (FACTS.md 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.bindings import is_followed
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, External, Frame, Instance, Meaning, Member, at_large, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.inference.written import sources
from loaderlint.model.libraries.facts import Opened
from loaderlint.model.project.file import File, Place
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.syntax import tree

#: What leads from a handle to another object that still reads through it, such as `["images"]` or `.begin()`.
_DERIVED: dict[Opened, re.Pattern[str]] = {
    Opened.FILE: re.compile(""),
    Opened.TAR: re.compile(r"(\.extractfile\(\))?"),
    Opened.ZIP: re.compile(r"(\.open\(\))?"),
    Opened.HDF5: re.compile(r"(\.root(\.\w+)*|(\[str\]|\[\.\.\.\]|\.get\(\))?(\[str\]|\.get\(\))*)"),
    Opened.LMDB: re.compile(r"(\.begin\(\))?(\.cursor\(\))?"),
    Opened.SQLITE: re.compile(r"(\.cursor\(\))?"),
    Opened.CONNECTION: re.compile(r"(\.cursor\(\)|(\[[^]]*\])*)"),
}

#: Attributes of handles that read nothing through them; writing goes elsewhere than samples come from.
_IDLE = {
    "close", "closed", "name", "filename", "fileno", "mode", "path", "write", "writelines", "flush", "files",
    "meta", "profile", "transform", "crs", "bounds", "res", "nodata", "width", "height", "count", "xy",  # rasterio
    "samplerate", "channels", "frames", "references", "lengths",  # soundfile, pysam
}  # fmt: skip


#: Attributes that archives have, and arrays have not.
_OF_ARCHIVES = {"files", "keys", "items"}


@dataclass(frozen=True, slots=True)
class Use:
    """A handle that item code reads through at `place`, where it is `written` so (`self.env`)."""

    kind: Opened
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
        """What to call it: the dict or the attribute that keeps it, if there is one."""
        attributes = (name for name in self._names if "." in name)
        return next(iter((*self.dicts, *attributes)), self.written)

    @property
    def dicts(self) -> list[str]:
        """The dicts that keep it, each by its name or attribute."""
        entries = (target.value for target in self._targets if isinstance(target, tree.Subscript))
        return [name for entry in entries if (name := tree.dotted(entry))]

    @property
    def attributes(self) -> set[str]:
        """The attributes that keep it, where it is opened and where it is used."""
        return {name.rpartition(".")[2] for name in self._names if "." in name}

    @property
    def _names(self) -> list[str]:
        kept = [name for target in self._targets if (name := tree.dotted(target))]
        return kept if self.written.endswith("()") else [self.written, *kept]

    @property
    def _targets(self) -> list[tree.Expr]:
        above = self.made.file.scopes.ancestors(self.made.node)
        return [target for a in above if isinstance(a, tree.Assign) for target in a.targets]


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
        for frame, live in code.visits:
            for node in live:
                for expr in self._read(node, frame):
                    for kind, handle in self.behind(expr, frame):
                        if not self._is_replaced(_kept_in(expr), frame, handle):
                            yield Use(kind, handle, frame.place(node), _written(expr))

    def _is_replaced(self, kept: tree.Expr, frame: Frame, handle: Instance) -> bool:
        """Whether a method that puts the handle into an attribute puts something else there before it ends.

        What the method itself reads in between is the handle.
        """
        owners = self._evaluator.evaluate(kept.value, frame) if isinstance(kept, tree.Attribute) else ()
        made = [owner for owner in owners if isinstance(owner, Instance) and isinstance(owner.cls, ClassRef)]
        if not isinstance(kept, tree.Attribute) or not made or len(made) < len(owners):
            return False
        return all(self._leaves_another(owner, kept.attr, frame, handle) for owner in made)

    def _leaves_another(self, owner: Instance, name: str, frame: Frame, handle: Instance) -> bool:
        """Whether each method that puts the handle into an attribute of an object leaves something else there."""
        assert isinstance(owner.cls, ClassRef)
        opening: list[tuple[File, tree.Node]] = []
        others: set[tree.Node] = set()
        for cls in self._evaluator.attributes.lineage(owner.cls):
            for stored in cls.file.stored(cls.node).get(name, ()):
                inner = at_large(cls.file).inner(stored.method, receiver=owner) if stored.method else at_large(cls.file)
                kept = stored.value is not None and any(
                    found.call is handle.call for _, found in self.behind(stored.value, inner)
                )
                if kept and stored.method in (None, frame.function):
                    return False
                if kept:
                    opening.append((cls.file, stored.node))
                elif stored.value is not None:
                    others.add(stored.node)
        return bool(opening) and all(is_followed(file, node, others) for file, node in opening)

    def _read(self, node: tree.Node, frame: Frame) -> list[tree.Expr]:
        """The expressions that `node` reads through, if they are handles."""
        match node:
            case tree.Attribute() if node.attr not in _IDLE:
                return [node.value]
            case tree.Subscript():
                return [node.value]
            case tree.For() | tree.Clause():
                return [node.iterable]
            case tree.Call() if node.args:
                called = self._evaluator.named(node.func, frame)
                return [a.value for a in node.args] if called is not None and not called.fact.looks else []
        return []

    def behind(self, expr: tree.Expr, frame: Frame) -> Iterator[tuple[Opened, Instance]]:
        """Yield the handles that `expr` is or reads through."""
        if isinstance(expr, tree.Name | tree.Attribute | tree.Call | tree.Subscript):
            values = self._evaluator.evaluate(expr, frame)
            if isinstance(expr, tree.Subscript):
                values = (*values, *self._entries(expr.value, frame))
            for meaning in (v for v in values if isinstance(v, Member | Instance)):
                for root in expand([_Way(meaning)], self._back, key=lambda way: mark(way.value)):
                    handle = root.value
                    kind = self._kind(handle) if isinstance(handle, Instance) else None
                    if isinstance(handle, Instance) and kind is not None and _DERIVED[kind].fullmatch(root.steps):
                        yield kind, handle

    def _entries(self, expr: tree.Expr, frame: Frame) -> Iterator[Meaning]:
        """What the entries of an attribute can be that a comprehension fills, or `__init__` one by one.

        That is `[open(path) for path in paths]`, and `self.files[path] = open(path)`.
        """
        objects = self._evaluator.attributes
        for owner in self._evaluator.evaluate(expr.value, frame) if isinstance(expr, tree.Attribute) else ():
            if isinstance(expr, tree.Attribute) and isinstance(owner, Instance) and isinstance(owner.cls, ClassRef):
                for cls in objects.lineage(owner.cls):
                    for stored in cls.file.stored(cls.node).get(expr.attr, ()):
                        if isinstance(stored.value, tree.Comprehension):
                            inner = objects.init_frame(owner, cls) or at_large(cls.file)
                            yield from self._evaluator.evaluate(stored.value.elements[-1], inner)
                    for value in _put_into(cls, expr.attr):
                        inner = objects.init_frame(owner, cls) or at_large(cls.file)
                        yield from self._evaluator.evaluate(value, inner)

    def _back(self, way: _Way) -> Iterator[_Way]:
        """What something was got from: what its attribute or item belongs to, or what its method was called on."""
        match way.value:
            case Member(owner=owner, name=name):
                yield _Way(owner, f"{'' if name.startswith('[') else '.'}{name}{way.steps}")
            case Instance(call=tree.Call() as call) as made if made.fact.reads_through and self._kind(made) is None:
                stores = [a.value for a in call.args if a.keyword in (None, "store") and not a.star]
                yield from (
                    _Way(value) for store in stores[:1] for value in self._evaluator.evaluate(store, made.frame)
                )
            case Instance(cls=External(path=path), call=tree.Call() as call) as made:
                if not made.fact.opens and self._is_from_handle(path):
                    for callee in self._evaluator.evaluate(call.func, made.frame):
                        if isinstance(callee, Member):
                            yield _Way(callee, f"(){way.steps}")

    def _is_from_handle(self, path: str) -> bool:
        """Whether a path is that of a method of a handle, or of something that such a method gives."""
        while path := path.rpartition(".")[0]:
            if self._evaluator.libraries.fact(path).opens:
                return True
        return False

    def _kind(self, handle: Instance) -> Opened | None:
        """The kind of a handle; None if it is none, only writes, or reads what is in memory and so copied."""
        kind = handle.fact.opens
        if kind is None and handle.fact.archive is not None and self._is_archive(handle):
            kind = Opened.ZIP
        if kind is None or handle.call is None:
            return None
        given = {a.keyword or str(n): a.value for n, a in enumerate(handle.call.args) if not a.star}
        for argument in (given.get("0"), given.get("fileobj")):
            values = self._evaluator.evaluate(argument, handle.frame) if argument is not None else ()
            if any(isinstance(v, Instance) and v.fact.in_memory for v in values):
                return None
        mode, driver = given.get("mode", given.get("1")), given.get("driver")
        if isinstance(mode, tree.Constant) and isinstance(mode.value, str) and mode.value[:1] in ("w", "a", "x"):
            return None
        return None if isinstance(driver, tree.Constant) and driver.value == "core" else kind

    def _is_archive(self, handle: Instance) -> bool:
        """Whether what is opened is an archive: by the end of its name, or by what is done with it afterwards."""
        if handle.call is None or not handle.call.args:
            return False
        given = self._evaluator.evaluate(handle.call.args[0].value, handle.frame)
        if any(isinstance(value, Instance) and value.fact.opens for value in given):
            return False
        named = [n for part in sources(handle.call.args[0].value, handle.frame) for n in tree.walk(part)]
        words = [n.value for n in named if isinstance(n, tree.Constant) and isinstance(n.value, str)]
        if any(word.endswith(handle.fact.archive or "") for word in words):
            return True
        file = handle.file
        above = file.scopes.parent.get(handle.call)
        names = {tree.last_name(target) for target in above.targets} if isinstance(above, tree.Assign) else set()
        return any(
            tree.last_name(n.value) in names for n in file.scopes.every(tree.Attribute) if n.attr in _OF_ARCHIVES
        )


def _put_into(cls: ClassRef, attribute: str) -> Iterator[tree.Expr]:
    """What the `__init__` of a class puts under keys of an attribute."""
    init = cls.file.methods(cls.node).get("__init__")
    for node in tree.walk_own(init) if init is not None else ():
        match node:
            case tree.Assign(targets=(tree.Subscript(value=tree.Attribute(attr=attr)),), value=tree.Node() as value):
                if attr == attribute:
                    yield value


def _kept_in(expr: tree.Expr) -> tree.Expr:
    """The name or attribute that leads to a handle: `self.env` in `self.env.begin()`."""
    while not isinstance(expr, tree.Name | tree.Attribute):
        match expr:
            case tree.Call(func=tree.Attribute(value=tree.Name(id="self"))):
                break
            case tree.Call(func=tree.Attribute(value=owner)) | tree.Subscript(value=owner):
                expr = owner
            case _:
                break
    return expr


def _written(expr: tree.Expr) -> str:
    """How the handle is called where it is used: `self.env` in `self.env.begin()`."""
    match _kept_in(expr):
        case tree.Call(func=func) if name := tree.dotted(func):
            return f"{name}()"
        case kept:
            return tree.dotted(kept) or "the handle"
