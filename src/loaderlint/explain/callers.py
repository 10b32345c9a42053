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

from loaderlint.explain.obstacles import obstacle
from loaderlint.explain.words import code, where
from loaderlint.model.inference.argument_of_parameter import is_refused
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.inference.run_as_program import marks
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
from loaderlint.model.libraries.facts import Fact, Gives
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
    Why.LOOPED: "a loop may go through the loader in `{}`",
    Why.NOT_BUILT: "built in `{}`",
    Why.RETURNED: "returned by `{}`",
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
    _How.CALLS: "whose call at {place} {why}",
    _How.MAY_CALL: "which `{code}` at {place} may call: {why}",
    _How.HANDS_ON: "which is handed on at {place}, and no call of it is seen",
    _How.PICKS: "which nothing calls by its name; `{code}` at {place} may call it",
    _How.BY_LIBRARY: "which nothing in the project calls; what `{code}`, a base of its class, belongs to may",
    None: "which nothing in the project calls",
}

_OF_CLASS: Final = {
    _How.CALLS: "and `{name}` is made at {place}, {why}",
    _How.MAY_CALL: "and what `{code}` at {place} makes is not seen",
    _How.HANDS_ON: "and `{name}` is handed on at {place}, to what may make one of it",
    _How.PICKS: "and nothing makes `{name}` by its name; `{code}` at {place} may make it",
    None: "and nothing in the project makes `{name}`",
}

#: Of a method that a library calls, once it gets the object.
_OF_HOOK: Final = _OF_CLASS | {
    _How.CALLS: "and no library that asks for `{hook}` is seen to get the `{name}` that is made at {place}"
}

#: Functions that only look at a class.
_LOOKING: Final = {"isinstance", "issubclass", "super"}


@dataclass(frozen=True, slots=True)
class _Sought:
    """What has to be called, or made, for a function to run: itself, or its class, which a library may have to get."""

    file: File
    node: tree.Function | tree.Class
    hook: str = ""  # the method that the library calls

    @property
    def is_method(self) -> bool:
        return isinstance(self.node, tree.Function) and self.file.scopes.class_of(self.node) is not None

    @property
    def texts(self) -> Mapping[_How | None, str]:
        return _OF_HOOK if self.hook else _OF_CLASS if isinstance(self.node, tree.Class) else _OF_FUNCTION


class Callers:
    """Looks for calls in the files of a project, which are read when they are first needed."""

    def __init__(self, evaluator: Evaluator, project: Project, paths: Callable[[], Iterable[Path]]) -> None:
        self._evaluator = evaluator
        self._project = project
        self._paths = paths
        self._said: dict[tuple[_Sought, Place], str] = {}

    def said_of(self, reason: Reason, way: tuple[Place, ...]) -> str:
        """Return what is said of a reason, with what is seen of calls if it is that none is.

        `way` are the calls that are seen to lead to the loader, from the one that makes it outwards.
        """
        if (cause := reason.because) is not None and cause.place is not None:
            return f"{reason.text}: `{code(cause.place)}` at {_at(cause.place)}: {self.said_of(cause, way)}"
        if by_name := self._by_name(reason):
            return by_name
        if reason.why in _OF_LIBRARY and self._is_own(reason.about):
            return f"`{reason.about}` is not found in the project, though its folder is"
        beginning, function = _BEGINNINGS.get(reason.why), self._function(reason)
        if beginning is None or reason.place is None or function is None:
            return reason.text
        if reason.why is Why.LOOPED and any(function is place.file.scopes.function_at(place.node) for place in way):
            return reason.text
        to = self._to(reason.place, function, way[-1])
        sought = self._sought(reason.place.file, function, to)
        if (sought, to) not in self._said:
            self._said[sought, to] = self._rest(sought, to, (function,))
        return f"{beginning.format(reason.about)}, {self._said[sought, to]}"

    def _to(self, lost: Place, function: tree.Function, built: Place) -> Place:
        """Where the calls of a function have to lead: to what builds the loader there, or in another of its methods."""
        cls, method = lost.file.scopes.class_of(function), built.file.scopes.function_at(built.node)
        above = built.file.scopes.class_of(method) if isinstance(method, tree.Function) else None
        if method is function:
            return built
        if function.name != "__init__" or cls is None or above is None:
            return lost
        lineage = self._evaluator.attributes.lineage(ClassRef(built.file, above))
        return built if any(one.node is cls for one in lineage) else lost

    def _by_name(self, reason: Reason) -> str:
        """What is said of what a library finds by a name that is not told; nothing of all else."""
        parts = reason.about.split(".") if reason.why in (*_OF_LIBRARY, Why.OF_PYTHON) else ()
        paths = (".".join(parts[:end]) for end in range(1, len(parts) + 1))
        kinds = {self._evaluator.external(path).fact.gives for path in paths}
        if not kinds.isdisjoint((Gives.MODULE, Gives.PACKAGE)):
            return "from a module that is imported by a name which is not known"
        return "taken by a name which is not known" if Gives.ATTRIBUTE in kinds else ""

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

    def _sought(self, file: File, function: tree.Function, to: Place) -> _Sought:
        """The class of a function that runs when an object is made, or is handed to a library; else the function.

        `to` is where the function leads, or another method of its objects.
        """
        cls, method = file.scopes.class_of(function), to.file.scopes.function_at(to.node)
        if cls is None:
            return _Sought(file, function)
        above = to.file.scopes.class_of(method) if isinstance(method, tree.Function) else None
        home = ClassRef(file, cls) if above is None else ClassRef(to.file, above)
        hooks = {name for fact in self._facts(home) for name in fact.hooks or ()}
        for called in (function, method):
            if isinstance(called, tree.Function) and called.name in hooks:
                return _Sought(home.file, home.node, called.name)
        is_by_object = function.name.startswith("__") and function.name.endswith("__")  # `__call__`, `__iter__`
        return _Sought(home.file, home.node) if is_by_object else _Sought(file, function)

    def _facts(self, cls: ClassRef) -> list[Fact]:
        return self._evaluator.attributes.facts(cls.instance)

    def _rest(self, sought: _Sought, to: Place, passed: tuple[tree.Function, ...]) -> str:
        """What is said of a function, with those that its calls stand in, as far as they are not `passed` already."""
        how, place = self._most_telling(sought)
        if sought.is_method and how is not _How.CALLS and (cls := self._never_made(sought)) is not None:
            return _OF_CLASS[None].format(name=cls.name)
        is_class = isinstance(sought.node, tree.Class)
        if how in (None, _How.PICKS) and is_class and (named := self._project.settings_that_name(sought.node.name)):
            return f"and `{sought.node.name}` is made by what reads {shown(named[0])}, if by anything"
        if place is None:
            return sought.texts[None].format(name=sought.node.name)
        why = ""
        if how is _How.CALLS:
            why = self._why_not_followed(sought, place, to, passed)
        elif how is _How.MAY_CALL:
            why = self._why_not_seen(place)
        return sought.texts[how].format(
            name=sought.node.name, hook=sought.hook, code=code(place), place=_at(place), why=why
        )

    def _most_telling(self, sought: _Sought) -> tuple[_How | None, Place | None]:
        return min(self._found(sought), key=lambda found: found[0], default=(None, None))

    def _never_made(self, sought: _Sought) -> tree.Class | None:
        """The class of a method, if nothing in the project has to do with objects of it."""
        assert isinstance(sought.node, tree.Function)
        cls = sought.file.scopes.class_of(sought.node)
        if cls is None or self._project.settings_that_name(cls.name):
            return None
        return cls if self._most_telling(_Sought(sought.file, cls))[0] is None else None

    def _why_not_followed(self, sought: _Sought, call: Place, to: Place, passed: tuple[tree.Function, ...]) -> str:
        """Why a call is not followed: what keeps it from leading there, or that nothing leads to the call itself."""
        relative = "which " if isinstance(sought.node, tree.Class) else ""
        if (found := obstacle(self._evaluator, call, to)) is not None:
            return f"{relative}{found}"
        method = to.file.scopes.function_at(to.node)
        is_by_other = isinstance(method, tree.Function) and to.file.scopes.class_of(method) is not None
        if relative and isinstance(method, tree.Function) and is_by_other and method not in passed:
            rest = self._rest(_Sought(to.file, method), to, (*passed, method))
            return f"and the loader is built in its `{method.name}`, {rest}"
        around = call.file.scopes.function_at(call.node)
        if isinstance(around, tree.Function) and around not in passed:
            facts = marks(self._evaluator, around, call.file)
            if not any(fact.runs or fact.gives is Gives.COMPOSED for fact in facts):
                rest = self._rest(self._sought(call.file, around, call), call, (*passed, around))
                return f"{relative}stands in `{around.name}`, {rest}"
        return f"{relative}is not followed to here"

    def _why_not_seen(self, call: Place) -> str:
        """Why it is not known what a call calls."""
        callee = call.node.func if isinstance(call.node, tree.Call) else None
        for value in self._evaluator.evaluate(callee, at_large(call.file)) if callee is not None else ():
            match value:
                case Unknown(reason=Reason(place=Place() as place) as reason):
                    return f"`{code(place)}` at {_at(place)} is not known: {reason.text}"
                case ModuleRef():
                    return "that is a module of the project, as far as is seen"
                case External(path=path):
                    return f"`{path}` is not found in the project"
                case Member(owner=owner):
                    return f"it is called on what `{owner.cls.path}` gives" if isinstance(owner.cls, External) else ""
        return "what it is called on is not seen"

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
        """The base of the class of a method that is not of the project, or not known, and may have it called."""
        assert isinstance(sought.node, tree.Function)
        cls = sought.file.scopes.class_of(sought.node)
        for one in self._evaluator.attributes.lineage(ClassRef(sought.file, cls)) if cls is not None else ():
            for base in one.node.bases:
                values = self._evaluator.evaluate(base.value, at_large(one.file))
                if any(isinstance(v, Unknown) or (isinstance(v, External) and _may_call(v.fact)) for v in values):
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
            case External(path=path, fact=fact):
                home, _, name = path.rpartition(".")
                parts = {sought.file.source.path.stem, *sought.file.source.path.parent.parts}
                return not fact.path and name == sought.node.name and not parts.isdisjoint(home.split("."))
            case ModuleRef(file=file):
                return file is sought.file
            case Unknown():
                return sought.is_method
            case Member(owner=owner, name=name):
                return sought.is_method and not self._evaluator.member(owner, name).fact.path
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


def _may_call(base: Fact) -> bool:
    """Whether what a base class belongs to may call methods of its objects."""
    return bool(base.hooks) or not base.path


def _at(place: Place) -> str:
    return concise.place(where(place))


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
