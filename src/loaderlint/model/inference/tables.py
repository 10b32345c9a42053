"""Dicts that are looked up under a key which may be one of several, or any: what they may give."""

from __future__ import annotations

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.registries import Registries, is_registry
from loaderlint.model.inference.rows import Rows
from loaderlint.model.inference.settings_objects import holds_settings, is_configuration
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    Frame,
    FunctionRef,
    Instance,
    Mapping,
    Meaning,
    Meanings,
    ModuleRef,
    PartialClass,
    lost,
    lost_by_key,
)
from loaderlint.model.libraries.facts import Gives
from loaderlint.syntax import tree

#: What a table that is looked up by name may hold for the program to call, or to take something to call from.
_CALLED = ClassRef | FunctionRef | ModuleRef | PartialClass


class Tables:
    """Looks dicts up, and registries, which are tables as well."""

    def __init__(self, evaluator: Evaluation, registries: Registries, rows: Rows) -> None:
        self._evaluator = evaluator
        self._registries = registries
        self._rows = rows

    def keyed(self, owner: tree.Expr, index: tree.Expr, frame: Frame, *, is_there: bool) -> Meanings:
        """Return what `owner[index]` is for a dict and known keys, or a table of what can be called; else nothing.

        With `is_there`, it is what that gives where it does not raise.
        """
        values = self._evaluator.evaluate(owner, frame)
        if not any(has_entries(v) or holds_settings(self._evaluator, v) or is_registry(v) for v in values):
            return ()
        keys = self._evaluator.evaluate(index, frame)
        names = list(dict.fromkeys(key.value if isinstance(key, Const) else None for key in keys))
        known = [name for name in names if isinstance(name, str)]
        if not known or len(known) < len(names):
            found = self._any_entry(owner, frame, values)
            return found or tuple(lost_by_key(value, keys) for value in self._candidates(owner, values))
        entries = (self._evaluator.entry(owner, name, frame, values, is_there=is_there) for name in known)
        found = tuple(dict.fromkeys(m for meant in entries for m in meant))
        left_open = all(isinstance(key, Const) and key.assumed for key in keys)
        if left_open and not set(known) <= set(self._rows.keys(owner, frame, values)):  # another has to be chosen
            return self._any_entry(owner, frame, values) or found
        return found

    def _any_entry(self, owner: tree.Expr, frame: Frame, values: Meanings) -> Meanings:
        """What a dict with a few entries, which are all known, may give for a key; nothing where it holds others.

        Constants belong together, as settings do: to take each for itself would put them together in ways that never
        are. What is done with a loader that is chosen by name is done with one of them, and that may not be the other.
        """
        names = self._rows.keys(owner, frame, values)
        found = tuple(m for name in names for m in self._evaluator.entry(owner, name, frame, values))
        return () if len(names) > 1 and any(map(self._stands_alone, found)) else found

    def _stands_alone(self, value: Meaning) -> bool:
        """Whether a value must not be taken for another entry of the same dict."""
        if isinstance(value, Instance):
            return any(fact.loader for fact in self._evaluator.attributes.facts(value))
        return isinstance(value, Const)

    def _candidates(self, owner: tree.Expr, values: Meanings) -> Meanings:
        """The classes and functions that a dict display holds, and others perhaps; nothing where it holds others.

        The same of those that decorators put into it.
        """
        found = [m for value in values for m in self._registries.registered(value)]
        if found:
            return tuple(found)
        for value in values:
            if isinstance(value, Mapping) and isinstance(value.node, tree.Dict):
                for pair in value.node.items:
                    found += self._evaluator.evaluate(pair.value, value.frame)
        if not found or not all(isinstance(m, _CALLED) for m in found):
            return ()
        return (*found, lost(Why.BY_NAME, f"`{tree.dotted(owner) or 'a dict'}`, {len(found)} candidates"))


def has_entries(value: Meaning) -> bool:
    """Whether a value is a dict, or something that is read like one."""
    if isinstance(value, Instance):
        return (
            value.fact.gives in (Gives.DICT, Gives.ATTRIBUTES)
            or value.fact.loads is not None
            or is_configuration(value)
        )
    return isinstance(value, Mapping)
