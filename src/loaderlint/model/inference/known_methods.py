"""What calls of common methods give that need more than their class: fluent methods, settings, look-ups."""

from __future__ import annotations

from collections.abc import Callable

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.settings_objects import is_configuration, is_own_configuration
from loaderlint.model.inference.values import (
    UNKNOWN,
    ClassRef,
    Const,
    Frame,
    Instance,
    Meaning,
    Meanings,
    assumed,
    lost_with,
)
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree

_COPIES = {"clone", "copy"}


class Methods:
    """Tells what calls of methods give, by the kind of the object that they belong to."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator

    def result(self, call: tree.Call, frame: Frame) -> Meanings:
        """Return what a call of a method gives; nothing where its kind of object is none of those known here."""
        if not isinstance(call.func, tree.Attribute):
            return ()
        name, owner = call.func.attr, call.func.value
        if name in self._evaluator.libraries.fluent:
            return self._all(self._evaluator.evaluate(owner, frame), lambda m: self._is_fluent(m, name))
        if name in _COPIES and not call.args:
            return self._all(self._evaluator.evaluate(owner, frame), self._holds_settings)
        if name == "get" and call.args:
            return self._looked_up(call, owner, frame)
        return ()

    @staticmethod
    def _all(owners: Meanings, kind: Callable[[Meaning], bool]) -> Meanings:
        """The owners, if all are of a kind."""
        return owners if owners and all(map(kind, owners)) else ()

    def _holds_settings(self, value: Meaning) -> bool:
        own = isinstance(value, Instance) and is_own_configuration(self._evaluator, value)
        return own or is_configuration(value)

    def _is_fluent(self, value: Meaning, name: str) -> bool:
        """Whether a value is an object of the project, such as a module, whose method from a library returns it."""
        if not (isinstance(value, Instance) and isinstance(value.cls, ClassRef)):
            return False
        objects = self._evaluator.attributes
        own = any(name in cls.file.methods(cls.node) for cls in objects.lineage(value.cls))
        return not own and any(name in (fact.fluent or ()) for fact in objects.facts(value))

    def _looked_up(self, call: tree.Call, owner: tree.Expr, frame: Frame) -> Meanings:
        """What `options.get("name", default)` gives."""
        match call.args:
            case (tree.Argument(value=tree.Constant(value=str(key)), star="", keyword=None), *rest):
                given, always = self._evaluator.spread(owner, key, frame)
                if UNKNOWN not in given:
                    absent = (Const(None, Place(frame.file, call)),)
                    usual = self._evaluator.evaluate(rest[0].value, frame) if rest else absent
                    return given if always else (*given, *usual)
                found = self._evaluator.entry(owner, key, frame)
                default = self._evaluator.evaluate(rest[0].value, frame) if rest else ()
                if found and UNKNOWN not in found:
                    return found
                return (*found, *assumed(default), lost_with(given, Why.KEY)) if default or found else ()
            case (tree.Argument(value=key, star="", keyword=None), *rest):
                found = self._evaluator.keyed(owner, key, frame)
                default = self._evaluator.evaluate(rest[0].value, frame) if rest else ()
                return (*found, *default) if UNKNOWN in found else found
        return ()
