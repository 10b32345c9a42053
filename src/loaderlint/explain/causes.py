"""Why something of a loader is not known, in words: with what the project does with a function that nothing calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from loaderlint.explain.callers import Callers, How, Sought
from loaderlint.explain.obstacles import obstacle
from loaderlint.explain.words import code, origin, where
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.inference.run_as_program import is_run
from loaderlint.model.inference.values import (
    ClassRef,
    External,
    Member,
    ModuleRef,
    Unknown,
    at_large,
    is_of_class,
    is_static,
)
from loaderlint.model.libraries import ALIASES
from loaderlint.model.libraries.facts import Fact, Gives
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.project import Project
from loaderlint.report import concise
from loaderlint.syntax import tree
from loaderlint.text.paths import shown

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

_WORD: Final = re.compile(r"\w+")

#: Reasons that name something of a library.
_NAMING_LIBRARY: Final = {*_OF_LIBRARY, Why.INHERITED, Why.PARTS, Why.RESTORED, Why.HANDED_TO_LIBRARY}

_OF_FUNCTION: Final = {
    How.CALLS: "whose call at {place} {why}",
    How.MAY_CALL: "which `{code}` at {place} may call: {why}",
    How.HANDS_ON: "which is handed on at {place}, and no call of it is seen",
    How.PICKS: "which nothing is seen to call by its name; `{code}` at {place} may call it",
    How.BY_LIBRARY: "which nothing in the project is seen to call; what `{code}`, a base of its class, belongs to may",
    None: "which nothing in the project is seen to call",
}

_OF_CLASS: Final = {
    How.CALLS: "and `{name}` is made at {place}, {why}",
    How.MAY_CALL: "and what `{code}` at {place} makes is not seen",
    How.HANDS_ON: "and `{name}` is handed on at {place}, to what may make one of it",
    How.PICKS: "and nothing is seen to make `{name}` by its name; `{code}` at {place} may make it",
    None: "and nothing in the project is seen to make `{name}`",
}

#: Of a method that a library calls, once it gets the object.
_OF_HOOK: Final = _OF_CLASS | {
    How.CALLS: "and no library that asks for `{hook}` is seen to get the `{name}` that is made at {place}"
}


class Causes:
    """Says why things are not known."""

    def __init__(self, evaluator: Evaluator, project: Project, callers: Callers) -> None:
        self._evaluator = evaluator
        self._project = project
        self._callers = callers
        self._said: dict[tuple[Sought, Place], str] = {}

    def said_of(self, reason: Reason, way: tuple[Place, ...]) -> str:
        """Return what is said of a reason, with what is seen of calls if it is that none is.

        `way` are the calls that are seen to lead to the loader, from the one that makes it outwards.
        """
        reason = _as_written(reason)
        if (cause := reason.because) is not None and cause.place is not None:
            return _coming_from(reason, cause.place, self.said_of(cause, way))
        if by_name := self._by_name(reason):
            return by_name
        if reason.why is Why.TOO_MANY and reason.place is not None:
            return f"{reason.text}{self._some(reason.place)}"
        if reason.why is Why.EXPORTED and reason.place is not None:
            taking = self._callers.importing(reason.place.file, reason.about)
            takes = "" if taking is None else f"; `{code(taking)}` at {_at(taking)} may take it"
            return f"{reason.text}{takes}"
        if reason.why in _OF_LIBRARY and self._callers.is_own(reason.about):
            folder = reason.about.partition(".")[0]
            return f"`{reason.about}` is not found by this name, though the project has a folder `{folder}`"
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

    def _some(self, place: Place) -> str:
        """Two of the many values that an expression may have, by where they come from."""
        values = self._evaluator.evaluate(place.node, at_large(place.file)) if isinstance(place.node, tree.Expr) else ()
        sources = dict.fromkeys(origin(value) for value in values if not isinstance(value, Unknown))
        told = [f"`{code(source)}` at {_at(source)}" for source in sources if source is not None]
        return f", such as {told[0]} and {told[1]}" if len(told) > 1 else ""

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

    def _sought(self, file: File, function: tree.Function, to: Place) -> Sought:
        """The class of a function that runs when an object is made, or is handed to a library; else the function.

        `to` is where the function leads, or another method of its objects.
        """
        cls, method = file.scopes.class_of(function), to.file.scopes.function_at(to.node)
        if cls is None:
            return Sought(file, function)
        above = to.file.scopes.class_of(method) if isinstance(method, tree.Function) else None
        home = ClassRef(file, cls) if above is None else ClassRef(to.file, above)
        hooks = {name for fact in self._facts(home) for name in fact.hooks or ()}
        for called in (function, method):
            if isinstance(called, tree.Function) and called.name in hooks:
                return Sought(home.file, home.node, called.name)
        is_by_object = function.name.startswith("__") and function.name.endswith("__")  # `__call__`, `__iter__`
        return Sought(home.file, home.node) if is_by_object else Sought(file, function)

    def _facts(self, cls: ClassRef) -> list[Fact]:
        return self._evaluator.attributes.facts(cls.instance)

    def _rest(self, sought: Sought, to: Place, passed: tuple[tree.Function, ...]) -> str:
        """What is said of a function, with those that its calls stand in, as far as they are not `passed` already."""
        how, place = self._callers.most_telling(sought)
        if sought.is_method and how is not How.CALLS and (cls := self._never_made(sought)) is not None:
            return _OF_CLASS[None].format(name=cls.name)
        is_class = isinstance(sought.node, tree.Class)
        if how in (None, How.PICKS) and is_class and (named := self._project.settings_that_name(sought.node.name)):
            return f"and `{sought.node.name}` is made by what reads {shown(named[0])}, if by anything"
        if place is None:
            return _texts(sought)[None].format(name=sought.node.name)
        why = ""
        if how is How.CALLS:
            why = self._why_not_followed(sought, place, to, passed)
        elif how is How.MAY_CALL:
            why = self._why_not_seen(place)
        return _texts(sought)[how].format(
            name=sought.node.name, hook=sought.hook, code=code(place), place=_at(place), why=why
        )

    def _never_made(self, sought: Sought) -> tree.Class | None:
        """The class of a method, if nothing in the project has to do with objects of it."""
        assert isinstance(sought.node, tree.Function)
        cls = sought.file.scopes.class_of(sought.node)
        needs_none = is_static(sought.node) or is_of_class(sought.node)
        if cls is None or needs_none or self._project.settings_that_name(cls.name):
            return None
        return cls if self._callers.most_telling(Sought(sought.file, cls))[0] is None else None

    def _why_not_followed(self, sought: Sought, call: Place, to: Place, passed: tuple[tree.Function, ...]) -> str:
        """Why a call is not followed: what keeps it from leading there, or that nothing leads to the call itself."""
        relative = "which " if isinstance(sought.node, tree.Class) else ""
        if (found := obstacle(self._evaluator, call, to)) is not None:
            return f"{relative}{found}"
        method = to.file.scopes.function_at(to.node)
        is_by_other = isinstance(method, tree.Function) and to.file.scopes.class_of(method) is not None
        if relative and isinstance(method, tree.Function) and is_by_other and method not in passed:
            rest = self._rest(Sought(to.file, method), to, (*passed, method))
            return f"and the loader is built in its `{method.name}`, {rest}"
        around = call.file.scopes.function_at(call.node)
        if (
            isinstance(around, tree.Function)
            and around not in passed
            and not is_run(self._evaluator, around, call.file)
        ):
            rest = self._rest(self._sought(call.file, around, call), call, (*passed, around))
            return f"{relative}stands in `{around.name}`, {rest}"
        return f"{relative}is not followed to here"

    def _why_not_seen(self, call: Place) -> str:
        """Why it is not known what a call calls."""
        callee = call.node.func if isinstance(call.node, tree.Call) else None
        for value in self._evaluator.evaluate(callee, at_large(call.file)) if callee is not None else ():
            match value:
                case Unknown(reason=Reason(place=Place() as place) as reason):
                    return f"`{code(place)}` at {_at(place)} is not known: {_plainly(reason)}"
                case ModuleRef():
                    return "that is a module of the project, as far as is seen"
                case External(path=path):
                    return f"`{path}` is not found in the project"
                case Member(owner=owner):
                    return f"it is called on what `{owner.cls.path}` gives" if isinstance(owner.cls, External) else ""
        return "what it is called on is not seen"


def _as_written(reason: Reason) -> Reason:
    """The reason with what it is about by the name that its file has for it, and not by that of another library."""
    if reason.why not in _NAMING_LIBRARY or reason.place is None:
        return reason
    words = set(_WORD.findall(reason.place.file.source.text))
    if reason.about.partition(".")[0] in words:
        return reason
    names = (
        alias + reason.about.removeprefix(canonical)
        for alias, canonical in sorted(ALIASES.items())
        if f"{reason.about}.".startswith(f"{canonical}.") and alias.partition(".")[0] in words
    )
    return replace(reason, about=next(names, reason.about))


def _texts(sought: Sought) -> Mapping[How | None, str]:
    return _OF_HOOK if sought.hook else _OF_CLASS if isinstance(sought.node, tree.Class) else _OF_FUNCTION


def _plainly(reason: Reason) -> str:
    """What is said of a reason and of what it comes from, without what is seen of calls."""
    cause = reason.because
    if cause is None or cause.place is None:
        return reason.text
    return _coming_from(reason, cause.place, _plainly(cause))


def _coming_from(reason: Reason, cause: Place, said: str) -> str:
    """A reason with what it comes from, and what is said of that."""
    return f"{reason.text}: `{code(cause)}` at {_at(cause)}: {said}"


def _at(place: Place) -> str:
    return concise.place(where(place))
