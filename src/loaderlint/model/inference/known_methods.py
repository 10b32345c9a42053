"""What calls of common methods give that need more than their class: fluent methods, settings, look-ups."""

from __future__ import annotations

from collections.abc import Callable
from configparser import RawConfigParser
from dataclasses import replace
from typing import Final

from loaderlint.model.inference.arithmetic import ENDS, PARTING, SPELLINGS
from loaderlint.model.inference.device_names import started
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.kept_arguments import may_keep
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.rows import Rows
from loaderlint.model.inference.settings_objects import holds_settings
from loaderlint.model.inference.texts import by_method
from loaderlint.model.inference.values import (
    UNKNOWN,
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Meaning,
    Meanings,
    assumed,
    lost_with,
    mark,
)
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Format, Gives
from loaderlint.syntax import tree

_COPIES = {"clone", "copy"}

#: Methods of a string that is written out which put others into it, or between them.
_FILLING = {"format", "join"}

_BOOLEANS: Final = RawConfigParser.BOOLEAN_STATES

#: Methods that look an option of a section up, and what they make of its text.
_OF_SECTION: Final[dict[str, Callable[[str], object]]] = {
    "get": str, "getint": int, "getfloat": float, "getboolean": lambda text: _BOOLEANS[text.lower()],
}  # fmt: skip

#: Methods of dicts that give all entries.
_GONE_THROUGH = {"items", "values"}

#: Methods of parsers that read the command line.
_PARSING = {"parse_args", "parse_known_args"}


class Methods:
    """Tells what calls of methods give, by the kind of the object that they belong to."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._parts: dict[tuple[tree.Call, tuple[str, ...]], tree.Sequence] = {}
        self._sections: dict[tree.Call, tree.Subscript] = {}
        self._kept: dict[tree.Call, tree.Subscript] = {}
        self._rows = Rows(evaluator)

    def result(self, call: tree.Call, frame: Frame) -> Meanings:
        """Return what a call of a method gives; nothing where its kind of object is none of those known here."""
        if not isinstance(call.func, tree.Attribute):
            return ()
        name, owner = call.func.attr, call.func.value
        if name in self._evaluator.libraries.fluent:
            return self._all(self._evaluator.evaluate(owner, frame), lambda m: self._is_fluent(m, name))
        if name in SPELLINGS and not call.args:
            return self._changed(SPELLINGS[name], self._evaluator.evaluate(owner, frame))
        if name == "startswith" and (answers := started(self._evaluator, call, frame)):
            return answers
        if name in ENDS and (given := _only_text(call.args)) is not None:
            return self._changed(lambda text: ENDS[name](text, given), self._evaluator.evaluate(owner, frame))
        if name in PARTING and (parts := self._parted(call, owner, frame)):
            return parts
        if name in _FILLING and isinstance(owner, tree.Constant):
            return by_method(self._evaluator, call, owner.value, frame)
        if name in _COPIES and not call.args:
            return self._all(self._evaluator.evaluate(owner, frame), lambda m: holds_settings(self._evaluator, m))
        if (name in _OF_SECTION and call.args) or (name == "pop" and _only_text(call.args[:1]) is not None):
            return self._asked_for(call, owner, frame)
        if name in _PARSING:
            return self._parsed(call, owner, frame)
        if name == "__new__" and len(call.args) == 1:
            made = self._evaluator.evaluate(call.args[0].value, frame)
            return tuple(cls.instance for cls in made if isinstance(cls, ClassRef))
        if name in _GONE_THROUGH and not call.args:
            return self._rows.held(call, frame)
        return ()

    def _asked_for(self, call: tree.Call, owner: tree.Expr, frame: Frame) -> Meanings:
        """What a method gives that looks something up: what `owner` means is asked once, as chains of them are long."""
        values = self._evaluator.evaluate(owner, frame)
        if len(call.args) >= 2 and (found := self._in_section(call, owner, values, frame)):
            return found
        return self._looked_up(call, owner, values, frame) if self._is_look_up(call, values) else ()

    @staticmethod
    def _all(owners: Meanings, kind: Callable[[Meaning], bool]) -> Meanings:
        """The owners, if all are of a kind."""
        return owners if owners and all(map(kind, owners)) else ()

    def _is_fluent(self, value: Meaning, name: str) -> bool:
        """Whether a value is an object, such as a module, whose method from a library returns it."""
        if isinstance(value, Instance) and name in (value.fact.fluent or ()):
            return True
        if not (isinstance(value, Instance) and isinstance(value.cls, ClassRef)):
            return False
        objects = self._evaluator.attributes
        own = any(name in cls.file.methods(cls.node) for cls in objects.lineage(value.cls))
        return not own and any(name in (fact.fluent or ()) for fact in objects.facts(value))

    @staticmethod
    def _changed(method: Callable[[str], object], values: Meanings) -> Meanings:
        """What a method of strings gives; nothing where something else may be meant."""
        given: list[Meaning] = []
        for value in values:
            match value:
                case Const(value=str(text)):
                    given.append(replace(value, value=method(text)))
        return tuple(given) if len(given) == len(values) else ()

    def _parted(self, call: tree.Call, owner: tree.Expr, frame: Frame) -> Meanings:
        """What a method gives that takes the last part off strings; nothing where something else may be meant."""
        given = [a.value.value for a in call.args if isinstance(a.value, tree.Constant) and not a.keyword]
        if len(given) < len(call.args) or not isinstance(next(iter(given), None), str):
            return ()
        if tree.last_name(call.func) == "split" and given != ["."]:
            return ()  # a list of numbers, as a rule, and as long as the user of the program says
        found: list[Meaning] = []
        for value in self._evaluator.evaluate(owner, frame):
            if not isinstance(value, Const) or not isinstance(value.value, str):
                return ()
            try:
                parts = tuple(PARTING[tree.last_name(call.func)](value.value, *given))
            except (TypeError, ValueError):
                return ()
            if (call, parts) not in self._parts:
                items = tuple(tree.Constant(call.at, part) for part in parts)
                self._parts[call, parts] = tree.Sequence(call.at, "tuple", items)
            found.append(Items(self._parts[call, parts], frame))
        return tuple(found)

    def _in_section(self, call: tree.Call, owner: tree.Expr, values: Meanings, frame: Frame) -> Meanings:
        """What `config.getint("section", "option")` gives; nothing where that is not known."""
        match call.args[:2]:
            case (tree.Argument(value=section), tree.Argument(value=option)):
                if not all(isinstance(v, Instance) and v.fact.loads is Format.INI for v in values):
                    return ()
                if call not in self._sections:
                    table = tree.Subscript(call.at, owner, (section,))
                    self._sections[call] = tree.Subscript(call.at, table, (option,))
                match self._evaluator.evaluate(self._sections[call], frame):
                    case (Const(value=str(text)) as found,):
                        try:
                            return (replace(found, value=_OF_SECTION[tree.last_name(call.func)](text)),)
                        except (ValueError, KeyError):
                            return ()
        return ()

    def _parsed(self, call: tree.Call, owner: tree.Expr, frame: Frame) -> Meanings:
        """What `parser.parse_args()` gives where a library was handed the parser, and has given it back."""
        for parser in expand(self._evaluator.evaluate(owner, frame), self._handed, mark):
            if isinstance(parser, Instance) and isinstance(parser.cls, External):
                method = self._evaluator.member(parser, tree.last_name(call.func))
                if method.fact.gives is Gives.COMMAND_LINE:
                    return (Instance(method, call, frame),)
        return ()

    def _handed(self, value: Meaning) -> Meanings:
        """What a library was handed where it gave a value."""
        if isinstance(value, Instance) and isinstance(value.cls, External) and value.call is not None:
            return tuple(m for a in value.call.args for m in self._evaluator.evaluate(a.value, value.frame))
        return ()

    def _is_look_up(self, call: tree.Call, owners: Meanings) -> bool:
        """Whether a method may be the `get` or `pop` of a dict: it asks for no variable of the environment."""
        name = tree.last_name(call.func)
        callees = (callee for owner in owners for callee in self._evaluator.attributes.attribute(owner, name))
        return name in ("get", "pop") and not any(
            isinstance(callee, FunctionRef) or (isinstance(callee, External) and callee.fact.gives is Gives.VARIABLE)
            for callee in callees
        )

    def _looked_up(self, call: tree.Call, owner: tree.Expr, values: Meanings, frame: Frame) -> Meanings:
        """What `options.get("name", default)` gives, or `options.pop("name", default)`."""
        match call.args:
            case (tree.Argument(value=tree.Constant(value=str()) as key), *_) if may_keep(
                owner, self._evaluator.libraries
            ):
                if call not in self._kept:
                    self._kept[call] = tree.Subscript(call.at, owner, (key,))
                return self._evaluator.evaluate(self._kept[call], frame)
            case (tree.Argument(value=tree.Constant(value=str(key)), star="", keyword=None), *rest):
                given, always = self._evaluator.spread(owner, key, frame, values)
                if UNKNOWN not in given:
                    absent = (Const(None, frame.place(call)),)
                    usual = self._evaluator.evaluate(rest[0].value, frame) if rest else absent
                    return given if always else (*given, *usual)
                found = self._evaluator.entry(owner, key, frame, values)
                default = self._evaluator.evaluate(rest[0].value, frame) if rest else ()
                if found and UNKNOWN not in found:
                    return found
                return (*found, *assumed(default), lost_with(given, Why.KEY)) if default or found else ()
            case (tree.Argument(value=key, star="", keyword=None), *rest):
                found, names = self._evaluator.keyed(owner, key, frame), self._evaluator.evaluate(key, frame)
                if not found or (len(names) == 1 and isinstance(names[0], Const) and UNKNOWN not in found):
                    return found
                if rest:
                    return (*found, *self._evaluator.evaluate(rest[0].value, frame))
                is_called = any(isinstance(value, ClassRef | FunctionRef) for value in found)  # None is not called
                return found if is_called else (*found, Const(None, frame.place(call)))
        return ()


def _only_text(args: tuple[tree.Argument, ...]) -> str | None:
    """The text that is the one argument; None where that is not known."""
    match args:
        case (tree.Argument(value=tree.Constant(value=str(text)), star="", keyword=None),):
            return text
    return None
