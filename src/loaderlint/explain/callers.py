"""What the project has to do with functions of which no call is seen: who names them, and how."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Final

from loaderlint.model.inference.argument_of_parameter import is_refused
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import (
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Meaning,
    Member,
    ModuleRef,
    Unknown,
    at_large,
)
from loaderlint.model.libraries.facts import Fact, Gives
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.project import Project
from loaderlint.syntax import tree
from loaderlint.syntax.parse import ParseError, without_broken_cells
from loaderlint.text.paths import absolute
from loaderlint.text.source import SourceError, decode

#: Functions that take an attribute, or a name of the module, by a name that may be put together.
_PICKING: Final = "getattr"
_ALL_NAMES: Final = ("globals", "locals")


class How(IntEnum):
    """What code does with a function or a class that it names, the most telling first."""

    CALLS = 0
    MAY_CALL = 1
    HANDS_ON = 2
    PICKS = 3
    BY_LIBRARY = 4


#: Functions that only look at a class.
_LOOKING: Final = {"isinstance", "issubclass", "super"}


@dataclass(frozen=True, slots=True)
class Sought:
    """What has to be called, or made, for a function to run: itself, or its class, which a library may have to get."""

    file: File
    node: tree.Function | tree.Class
    hook: str = ""  # the method that the library calls

    @property
    def is_method(self) -> bool:
        """Whether it is a method."""
        return isinstance(self.node, tree.Function) and self.file.scopes.class_of(self.node) is not None


class Callers:
    """Looks for calls in the files of a project, which are read when they are first needed."""

    def __init__(self, evaluator: Evaluator, project: Project, paths: Callable[[], Iterable[Path]]) -> None:
        self._evaluator = evaluator
        self._project = project
        self._paths = paths

    def is_own(self, path: str) -> bool:
        """Return whether a dotted path of no known library begins with a folder of the project that has Python files.

        It may lie anywhere: programs add folders to `sys.path`.
        """
        top, dot, _ = path.partition(".")
        if not dot or self._evaluator.external(top).fact.path:
            return False
        root = absolute(self._project.root)
        return any(top in file.relative_to(root).parts[:-1] for file in map(absolute, self._contents))

    def most_telling(self, sought: Sought) -> tuple[How | None, Place | None]:
        """Return what the project does with something that tells most of it, and where."""
        return min(self._found(sought), key=lambda found: found[0], default=(None, None))

    def importing(self, module: File, name: str) -> Place | None:
        """Return where another file imports a module and has a name of it somewhere; None where none does."""
        for file in self._naming(name):
            for node in file.scopes.every(tree.Import):
                named = {part for part, _ in node.names}
                may_take = not node.source or not named.isdisjoint((name, "*", module.source.path.stem))
                if may_take and str(absolute(module.source.path)) in self._project.imported_by(node, file):
                    return Place(file, node)
        return None

    def _found(self, sought: Sought) -> Iterator[tuple[How, Place]]:
        """What the files of the project do with it, and with classes that derive from it."""
        waiting = [sought]
        for one in waiting:
            for mark in one.node.decorators:
                if "regist" in tree.last_name(tree.called(mark)).lower():
                    yield How.HANDS_ON, Place(one.file, mark)
            for file in self._naming(one.node.name):
                for use in _uses(file, one):
                    if (derived := _derived(file, use)) is not None:
                        if self._is_it(one, use, file) and all(derived is not other.node for other in waiting):
                            waiting.append(Sought(file, derived))
                    elif (how := self._how(one, use, file)) is not None:
                        above = file.scopes.parent[use]
                        above = file.scopes.parent[above] if isinstance(above, tree.Attribute) else above
                        yield how, Place(file, above if isinstance(above, tree.Call) else use)
        if not any(one.is_method for one in waiting):
            yield from self._picked({one.file for one in waiting})
        elif (base := self._base(sought)) is not None:
            yield How.BY_LIBRARY, base

    def _base(self, sought: Sought) -> Place | None:
        """The base of the class of a method that is not of the project, or not known, and may have it called."""
        assert isinstance(sought.node, tree.Function)
        cls = sought.file.scopes.class_of(sought.node)
        for one in self._evaluator.attributes.lineage(ClassRef(sought.file, cls)) if cls is not None else ():
            for base in one.node.bases:
                values = self._evaluator.evaluate(base.value, at_large(one.file))
                if any(isinstance(v, Unknown) or (isinstance(v, External) and _may_call(v.fact)) for v in values):
                    return Place(one.file, base.value)
        return None

    def _how(self, sought: Sought, use: tree.Expr, file: File) -> How | None:
        """What code does with it where it names it; None if that has nothing to do with calls."""
        match file.scopes.parent.get(use):
            case tree.Call(func=func) as call if func is use:
                return self._called(sought, call, file)
            case tree.Attribute(attr=attr) as method if isinstance(sought.node, tree.Class) and attr != "__init__":
                above = file.scopes.parent.get(method)
                is_called = isinstance(above, tree.Call) and above.func is method
                return How.MAY_CALL if is_called and self._is_it(sought, use, file) else None
            case tree.Attribute() | tree.Handler() | None:
                return None
            case tree.Assign(annotation=annotation) if annotation is use:
                return None
            case tree.Argument() as argument:
                given_to = file.scopes.parent[argument]
                if isinstance(given_to, tree.Call) and tree.last_name(given_to.func) in _LOOKING:
                    return None
        return How.HANDS_ON if self._is_it(sought, use, file) else None

    def _called(self, sought: Sought, call: tree.Call, file: File) -> How | None:
        """Whether a call is of it, or may be, as far as its arguments fit."""
        if self._is_it(sought, call.func, file):
            return How.CALLS
        values = self._evaluator.evaluate(call.func, at_large(file))
        if not any(self._may_be(sought, value) for value in values):
            return None
        if isinstance(sought.node, tree.Class):
            return How.MAY_CALL
        inner = at_large(sought.file).inner(sought.node, call, at_large(file))
        return None if is_refused(inner, skip_first=sought.is_method) else How.MAY_CALL

    def _may_be_in(self, module: list[str], file: File) -> bool:
        """Whether a module, or a package that brings what its modules have, may be a file by its name.

        What stands before the name of the project's first folder is where that may lie on somebody's machine.
        """
        path = absolute(file.source.path)
        root = absolute(self._project.root)
        parts = [*(path.relative_to(root) if path.is_relative_to(root) else path).with_suffix("").parts]
        if module[-1] != parts[-1]:
            return not {*path.parent.parts}.isdisjoint(module)
        return all(one == other for one, other in zip(reversed(module), reversed(parts), strict=False))

    def _may_be(self, sought: Sought, callee: Meaning) -> bool:
        """Whether something of the name that nothing is known of may be it: a method, or of a module of that name."""
        match callee:
            case External(path=path, fact=fact):
                home, _, name = path.rpartition(".")
                is_named = not fact.path and name == sought.node.name
                return is_named and self._may_be_in(home.split("."), sought.file)
            case ModuleRef(file=file):
                return file is sought.file
            case FunctionRef(node=tree.Function() as function, file=file):
                return sought.is_method and self._overrides(sought, function, file)
            case Unknown():
                return sought.is_method
            case Member(owner=Instance(fact=Fact(gives=Gives.MODULE)), name=name):
                return name == sought.node.name
            case Member(owner=owner, name=name):
                return sought.is_method and not self._evaluator.member(owner, name).fact.path
        return False

    def _overrides(self, sought: Sought, function: tree.Function, file: File) -> bool:
        """Whether a method takes the place of one of a base of its class: `self.build()` there may call it."""
        assert isinstance(sought.node, tree.Function)
        own, base = sought.file.scopes.class_of(sought.node), file.scopes.class_of(function)
        if own is None or base is None or function.name != sought.node.name:
            return False
        return ClassRef(file, base) in self._evaluator.attributes.lineage(ClassRef(sought.file, own))[1:]

    def _is_it(self, sought: Sought, expr: tree.Expr, file: File) -> bool:
        values = self._evaluator.evaluate(expr, at_large(file))
        return any(isinstance(v, FunctionRef | ClassRef) and v.node is sought.node for v in values)

    def _picked(self, modules: set[File]) -> Iterator[tuple[How, Place]]:
        """Where the project takes from modules what it calls by names that are not written."""
        naming = ((name, file) for name in _ALL_NAMES for file in self._naming(name))
        # What a file brings in by name is found by that name.
        own = ((name, file) for name, file in naming if file in modules or file.exports)
        for file, call in ((its, call) for name, its in own for call in its.calls_named(name)):
            picked = file.scopes.parent.get(call)
            if isinstance(picked, tree.Subscript) and not all(isinstance(i, tree.Constant) for i in picked.index):
                yield How.PICKS, Place(file, picked)
        if not any(self._is_imported(module.source.path.stem) for module in modules):
            return
        for file in self._naming(_PICKING):
            for call in file.calls_named(_PICKING):
                above = file.scopes.parent.get(call)
                given = [argument.value for argument in call.args[:1]]
                owners = [owner for expr in given for owner in self._evaluator.evaluate(expr, at_large(file))]
                names = [argument.value for argument in call.args[1:2]]
                of_project = any(isinstance(owner, ModuleRef | Unknown) for owner in owners)
                is_written = any(isinstance(name, tree.Constant) for name in names)
                if of_project and isinstance(above, tree.Call | tree.Return | tree.Assign) and not is_written:
                    yield How.PICKS, Place(file, call)

    def _is_imported(self, module: str) -> bool:
        """Whether a file imports a module as such: from an object of that, names can be taken."""
        name = re.escape(module.encode(errors="surrogateescape"))
        pattern = re.compile(rb"^[ \t\"]*(?:from[ \t]+\S+[ \t]+)?import[ \t][^\n#]*\b%s\b" % name, re.MULTILINE)
        return any(map(pattern.search, self._contents.values()))

    def _naming(self, word: str) -> Iterator[File]:
        """The files that have a word somewhere."""
        pattern = re.compile(rb"\b%s\b" % re.escape(word.encode(errors="surrogateescape")))
        for path, data in self._contents.items():
            if pattern.search(data):
                with suppress(SourceError, ParseError):
                    source, _ = without_broken_cells(decode(path, data))
                    yield self._project.file(source)

    @cached_property
    def _contents(self) -> dict[Path, bytes]:
        found: dict[Path, bytes] = {}
        for path in self._paths():
            with suppress(OSError):
                found[path] = self._project.read(path)
        return found


def _may_call(base: Fact) -> bool:
    """Whether what a base class belongs to may call methods of its objects."""
    return bool(base.hooks) or not base.path


def _derived(file: File, use: tree.Expr) -> tree.Class | None:
    """The class that derives from what is named."""
    argument = file.scopes.parent.get(use)
    cls = file.scopes.parent.get(argument) if isinstance(argument, tree.Argument) else None
    return cls if isinstance(cls, tree.Class) else None


def _uses(file: File, sought: Sought) -> Iterator[tree.Expr]:
    """Where a file names something by its own name, or by one that it imports it as, but for its own code."""
    name = sought.node.name
    named: Iterable[tree.Expr] = (node for node in file.scopes.every(tree.Attribute) if node.attr == name)
    if not sought.is_method:
        renamed = {alias for node in file.scopes.every(tree.Import) for part, alias in node.names if part == name}
        names = sorted({name, *filter(None, renamed)})
        named = (*(mention for one in names for mention in file.mentions(one)), *named)
    return (use for use in named if file is not sought.file or sought.node not in file.scopes.ancestors(use))
