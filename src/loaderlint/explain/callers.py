"""What the project has to do with functions of which no call is seen: who names them, and how."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Final

from loaderlint.explain.words import code, where
from loaderlint.model.inference.argument_of_parameter import is_refused
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.inference.values import (
    ClassRef,
    External,
    FunctionRef,
    Meaning,
    Member,
    ModuleRef,
    Unknown,
    at_large,
)
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.project import Project
from loaderlint.report import concise
from loaderlint.syntax import tree
from loaderlint.syntax.parse import ParseError, without_broken_cells
from loaderlint.text.paths import absolute, shown
from loaderlint.text.source import SourceError, decode

#: How reasons begin that end with what is seen of calls; what is lost belongs to the function that they are about.
_BEGINNINGS: Final = {
    Why.NO_CALL: "a parameter of `{}`",
    Why.NOT_BUILT: "built in `{}`",
    Why.NO_EPOCHS: "no loop over epochs is seen in `{}`",
}

#: Reasons that tell of libraries: of what is imported from a module that is not there as well.
_OF_LIBRARY: Final = {Why.LIBRARY, Why.OF_LIBRARY}

#: Functions that take an attribute by a name that may be put together.
_PICKING: Final = "getattr"


class _How(IntEnum):
    """What code does with a function or a class that it names, the most telling first."""

    CALLS = 0
    MAY_CALL = 1
    HANDS_ON = 2
    PICKS = 3
    BY_LIBRARY = 4


_OF_FUNCTION: Final = {
    _How.CALLS: "whose call at {place} is not followed to here",
    _How.MAY_CALL: "which `{code}` at {place} may call: what it is called on is not seen",
    _How.HANDS_ON: "which is handed on at {place}, and no call of it is seen",
    _How.PICKS: "which nothing calls by its name; `{code}` at {place} may call it",
    _How.BY_LIBRARY: "which nothing in the project calls; the library of `{code}`, a base of its class, may",
    None: "which nothing in the project calls",
}

_OF_CLASS: Final = {
    _How.CALLS: "and `{name}` is made at {place}, which is not followed to here",
    _How.MAY_CALL: "and what `{code}` at {place} makes is not seen",
    _How.HANDS_ON: "and `{name}` is handed on at {place}, to what may make one of it",
    _How.PICKS: "and nothing makes `{name}` by its name; `{code}` at {place} may make it",
    None: "and nothing in the project makes `{name}`",
}

#: Of a method that a library calls, once it gets the object.
_OF_HOOK: Final = _OF_CLASS | {_How.CALLS: "and no library is seen to get the `{name}` that is made at {place}"}

#: Functions that only look at a class.
_LOOKING: Final = {"isinstance", "issubclass", "super"}


@dataclass(frozen=True, slots=True)
class _Sought:
    """What has to be called, or made, for a function to run: itself, or its class, which a library may have to get."""

    file: File
    node: tree.Function | tree.Class
    is_hook: bool = False

    @property
    def is_method(self) -> bool:
        return isinstance(self.node, tree.Function) and self.file.scopes.class_of(self.node) is not None

    @property
    def texts(self) -> Mapping[_How | None, str]:
        return _OF_HOOK if self.is_hook else _OF_CLASS if isinstance(self.node, tree.Class) else _OF_FUNCTION


class Callers:
    """Looks for calls in the files of a project, which are read when they are first needed."""

    def __init__(self, evaluator: Evaluator, project: Project, paths: Callable[[], Iterable[Path]]) -> None:
        self._evaluator = evaluator
        self._project = project
        self._paths = paths
        self._said: dict[_Sought, str] = {}

    def said_of(self, reason: Reason) -> str:
        """Return what is said of a reason, with what is seen of calls if it is that none is."""
        if reason.why in _OF_LIBRARY and self._is_own(reason.about):
            return f"`{reason.about}` is not found in the project, though its folder is"
        beginning, function = _BEGINNINGS.get(reason.why), self._function(reason)
        if beginning is None or reason.place is None or function is None:
            return reason.text
        sought = self._sought(reason.place.file, function)
        if sought not in self._said:
            self._said[sought] = self._rest(sought)
        return f"{beginning.format(reason.about)}, {self._said[sought]}"

    def _is_own(self, path: str) -> bool:
        """Whether a dotted path begins with a folder at the top of the project that holds Python files."""
        top = absolute(self._project.root) / path.partition(".")[0]
        return "." in path and any(top in file.parents for file in map(absolute, self._contents))

    @staticmethod
    def _function(reason: Reason) -> tree.Function | None:
        """The function that a reason is about: its place lies in that, or in the same class, or file."""
        if reason.place is None:
            return None
        scopes = reason.place.file.scopes
        above = scopes.ancestors(reason.place.node)
        around = next((f for f in above if isinstance(f, tree.Function) and f.name == reason.about), None)
        if around is not None:
            return around
        named = [f for f in scopes.every(tree.Function) if f.name == reason.about]
        beside = [f for f in named if scopes.class_of(f) in above] or named  # `__init__`, of an attribute of `self`
        return beside[0] if len(beside) == 1 else None

    def _sought(self, file: File, function: tree.Function) -> _Sought:
        """The class of a function that runs when an object is made, or is handed to a library; else the function."""
        cls = file.scopes.class_of(function)
        if cls is None:
            return _Sought(file, function)
        facts = self._evaluator.attributes.facts(ClassRef(file, cls).instance)
        if any(function.name in (fact.hooks or ()) for fact in facts):
            return _Sought(file, cls, is_hook=True)
        is_by_object = function.name.startswith("__") and function.name.endswith("__")  # `__call__`, `__iter__`
        return _Sought(file, cls if is_by_object else function)

    def _rest(self, sought: _Sought) -> str:
        how, place = min(self._found(sought), key=lambda found: found[0], default=(None, None))
        is_class = isinstance(sought.node, tree.Class)
        if how in (None, _How.PICKS) and is_class and (named := self._project.settings_that_name(sought.node.name)):
            return f"and `{sought.node.name}` is made by what reads {shown(named[0])}, if by anything"
        written, at = ("", "") if place is None else (code(place), concise.place(where(place)))
        return sought.texts[how].format(name=sought.node.name, code=written, place=at)

    def _found(self, sought: _Sought) -> Iterator[tuple[_How, Place]]:
        """What the files of the project do with it, and with classes that derive from it."""
        waiting = [sought]
        for one in waiting:
            for mark in one.node.decorators:
                if "regist" in tree.last_name(tree.called(mark)).lower():
                    yield _How.HANDS_ON, Place(one.file, mark)
            for file in self._naming(one.node.name):
                for use in _uses(file, one):
                    if (derived := _derived(file, use)) is not None:
                        if self._is_it(one, use, file) and all(derived is not other.node for other in waiting):
                            waiting.append(_Sought(file, derived))
                    elif (how := self._how(one, use, file)) is not None:
                        above = file.scopes.parent[use]
                        above = file.scopes.parent[above] if isinstance(above, tree.Attribute) else above
                        yield how, Place(file, above if isinstance(above, tree.Call) else use)
        if not any(one.is_method for one in waiting):
            yield from self._picked({one.file.source.path.stem for one in waiting})
        elif (base := self._base(sought)) is not None:
            yield _How.BY_LIBRARY, base

    def _base(self, sought: _Sought) -> Place | None:
        """The base of the class of a method that is a library's class, which may call it."""
        assert isinstance(sought.node, tree.Function)
        cls = sought.file.scopes.class_of(sought.node)
        for one in self._evaluator.attributes.lineage(ClassRef(sought.file, cls)) if cls is not None else ():
            for base in one.node.bases:
                values = self._evaluator.evaluate(base.value, at_large(one.file))
                if any(isinstance(v, External) and (v.fact.hooks or not v.fact.path) for v in values):
                    return Place(one.file, base.value)
        return None

    def _how(self, sought: _Sought, use: tree.Expr, file: File) -> _How | None:
        """What code does with it where it names it; None if that has nothing to do with calls."""
        match file.scopes.parent.get(use):
            case tree.Call(func=func) as call if func is use:
                return self._called(sought, call, file)
            case tree.Attribute(attr=attr) as method if isinstance(sought.node, tree.Class) and attr != "__init__":
                above = file.scopes.parent.get(method)
                is_called = isinstance(above, tree.Call) and above.func is method
                return _How.MAY_CALL if is_called and self._is_it(sought, use, file) else None
            case tree.Attribute() | tree.Handler() | None:
                return None
            case tree.Assign(annotation=annotation) if annotation is use:
                return None
            case tree.Argument() as argument:
                given_to = file.scopes.parent[argument]
                if isinstance(given_to, tree.Call) and tree.last_name(given_to.func) in _LOOKING:
                    return None
        return _How.HANDS_ON if self._is_it(sought, use, file) else None

    def _called(self, sought: _Sought, call: tree.Call, file: File) -> _How | None:
        """Whether a call is of it, or may be, as far as its arguments fit."""
        if self._is_it(sought, call.func, file):
            return _How.CALLS
        values = self._evaluator.evaluate(call.func, at_large(file))
        if not any(self._may_be(sought, value) for value in values):
            return None
        if isinstance(sought.node, tree.Class):
            return _How.MAY_CALL
        inner = at_large(sought.file).inner(sought.node, call, at_large(file))
        return None if is_refused(inner, skip_first=sought.is_method) else _How.MAY_CALL

    def _may_be(self, sought: _Sought, callee: Meaning) -> bool:
        """Whether something of the name that nothing is known of may be it: a method, or of a module of that name."""
        match callee:
            case External(path=path, fact=fact) if isinstance(sought.node, tree.Class):
                return not fact.path and path.endswith(f".{sought.node.name}")
            case Unknown():
                return isinstance(sought.node, tree.Function)
            case Member(owner=owner, name=name):
                return sought.is_method and not self._evaluator.member(owner, name).fact.path
            case External(path=path, fact=fact):
                return not fact.path and path.endswith(f".{sought.file.source.path.stem}.{sought.node.name}")
        return False

    def _is_it(self, sought: _Sought, expr: tree.Expr, file: File) -> bool:
        values = self._evaluator.evaluate(expr, at_large(file))
        return any(isinstance(v, FunctionRef | ClassRef) and v.node is sought.node for v in values)

    def _picked(self, modules: set[str]) -> Iterator[tuple[_How, Place]]:
        """Where the project takes from modules what it calls by names that are not written."""
        if not any(map(self._is_imported, modules)):
            return
        for file in self._naming(_PICKING):
            for call in file.calls_named(_PICKING):
                above = file.scopes.parent.get(call)
                given = [argument.value for argument in call.args[:1]]
                owners = [owner for expr in given for owner in self._evaluator.evaluate(expr, at_large(file))]
                names = [argument.value for argument in call.args[1:2]]
                of_project = any(isinstance(owner, ModuleRef | Unknown) for owner in owners)
                is_written = any(isinstance(name, tree.Constant) for name in names)
                if of_project and isinstance(above, tree.Call | tree.Return) and not is_written:
                    yield _How.PICKS, Place(file, call)

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


def _derived(file: File, use: tree.Expr) -> tree.Class | None:
    """The class that derives from what is named."""
    argument = file.scopes.parent.get(use)
    cls = file.scopes.parent.get(argument) if isinstance(argument, tree.Argument) else None
    return cls if isinstance(cls, tree.Class) else None


def _uses(file: File, sought: _Sought) -> Iterator[tree.Expr]:
    """Where a file names something by its own name, but for its own code."""
    name = sought.node.name
    named: Iterable[tree.Expr] = (node for node in file.scopes.every(tree.Attribute) if node.attr == name)
    if not sought.is_method:
        named = (*file.mentions(name), *named)
    return (use for use in named if file is not sought.file or sought.node not in file.scopes.ancestors(use))
