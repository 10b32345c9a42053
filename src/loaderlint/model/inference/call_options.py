"""The options that a call is given, by name: positional, by keyword, and spread from dicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from loaderlint.model.inference.argument_of_parameter import passed_on
from loaderlint.model.inference.dicts import Spread
from loaderlint.model.inference.entries import Bound, Entries
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import (
    UNKNOWN,
    Const,
    External,
    Frame,
    Instance,
    Meanings,
    Partial,
    Unknown,
    lost,
    placed,
)
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree

#: No names, no defaults.
NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a call, three-valued: given and known, left to its default, or unknown.

    `place` is the argument that gives it, None where there is none to point at.
    """

    values: Meanings
    given: bool | None
    place: Place | None = None

    @property
    def known(self) -> bool:
        """Whether it is certain what the option is."""
        return self.constant is not None or (len(self.values) == 1 and self.values[0] != UNKNOWN)

    @property
    def constant(self) -> Const | None:
        """The literal that the option is, where that is certain: all alternatives give the same."""
        consts = [m for m in self.values if isinstance(m, Const)]
        if not consts or len(consts) < len(self.values):
            return None
        same = all(_same(c.value, consts[0].value) and c.assumed == consts[0].assumed for c in consts)
        return consts[0] if same else None

    def is_(self, value: object) -> bool:
        """Whether the option is certainly `value` (`False` is not `0`), not only by a default of the command line."""
        const = self.constant
        return const is not None and not const.assumed and _same(const.value, value)

    def is_by_default(self, value: object) -> bool:
        """Whether the option is `value` unless somebody sets it on the command line."""
        const = self.constant
        return const is not None and _same(const.value, value)

    @property
    def is_true(self) -> bool:
        """Whether the option is certainly a literal that counts as true, not only a default of the command line."""
        const = self.constant
        return const is not None and not const.assumed and bool(const.value)

    @property
    def left_to_callers(self) -> Const | None:
        """The default of a parameter that the option is as long as no call, of which none is known, gives another."""
        consts = [m for m in self.values if not isinstance(m, Unknown)]
        only = consts[0] if len(consts) == 1 else None
        return only if isinstance(only, Const) and only.assumed and is_default(only) else None

    def is_left_at(self, value: object) -> bool:
        """Whether the option is `value` because nothing says otherwise: left out, or the default of a parameter."""
        if self.given is False:
            return self.is_(value)
        return self.is_(value) and all(is_default(m) for m in self.values if isinstance(m, Const))

    def may_be(self, value: object) -> bool:
        """Whether `value` is one of the seen alternatives: positive evidence, not mere ignorance."""
        return any(isinstance(m, Const) and _same(m.value, value) for m in self.values)

    def comes_to(self, value: object) -> bool:
        """Whether the option is `value` unless somebody sets another, or where a dict is given that holds it."""
        return self.is_by_default(value) or (self.given is None and self.may_be(value))

    @property
    def is_given(self) -> bool:
        """Whether the call certainly passes the option, as something other than None."""
        return self.given is True and self.known and not self.is_(None)


def is_default(const: Const) -> bool:
    """Return whether a literal is written as the default of a parameter."""
    return isinstance(const.place.file.scopes.parent.get(const.place.node), tree.Parameter)


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


#: An argument, and the frame that it is evaluated in.
Given: TypeAlias = tuple[tree.Argument, Frame]


class Options:
    """The options of one call of a function with the parameters `names` (positional order) and their `defaults`.

    `partial` are the arguments that it was given before. With `renamed`, options go by other names in the call.
    Afterwards, `place` is the call, and `names` are those of all options that are given, or known to exist.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        call: tree.Call,
        frame: Frame,
        *,
        names: tuple[str, ...] = (),
        defaults: Mapping[str, object] = NONE,
        partial: Partial | None = None,
        renamed: Mapping[str, str] = NONE,
    ) -> None:
        self._evaluator = evaluator
        self._defaults = defaults
        self._renamed = renamed
        given = [(a, partial.frame) for a in partial.args] if partial else []
        given += passed_on(call, frame)
        self.place = frame.place(call)
        self._entries = self._read(tree.last_name(call.func), given, names)
        usual_names = {written: name for name, written in renamed.items()}
        seen = (usual_names.get(name, name) for name in (*names, *self._entries.values))
        self.names = tuple(dict.fromkeys((*seen, *defaults)))

    def __getitem__(self, name: str) -> Option:
        """Return the option `name`."""
        bounds = self._bounds(name)
        found = [b for b in bounds if b is not None]
        default: Meanings = ()
        if None in bounds:
            usual = self._entries.lost or self._defaults.get(name)
            default = (usual,) if isinstance(usual, Unknown | External) else (Const(usual, self.place),)
        with self._evaluator.memo.thorough():
            values = tuple(placed(m, b.place) for b in found for m in self._evaluator.evaluate(b.expr, b.frame))
        given = None if default and (found or self._entries.lost) else bool(found)
        return Option(tuple(dict.fromkeys((*values, *default))), given, self._given_at(found[-1]) if found else None)

    def expression(self, name: str) -> tuple[tree.Expr, Frame] | None:
        """Return the expression that certainly gives the option `name`, with the frame to evaluate it in."""
        bounds = self._bounds(name)
        only = bounds[0] if len(bounds) == 1 else None
        return None if only is None else (only.expr, only.frame)

    def add(self, others: Instance) -> None:
        """Take in the options that an object holds, by the arguments that its call makes it with."""
        assert others.call is not None
        of_object = [(a, others.frame) for a in others.call.args]
        self._entries.update(self._read(tree.last_name(others.call.func), of_object, ()))

    def read_from(self, name: str, attributes: tuple[str, ...]) -> None:
        """Take what the call does not give from attributes of the object that it is given as the option `name`.

        Where there are none, or it is not certain what gives that object, nothing more is known.
        """
        bounds = self._bounds(name)
        holder = bounds[0] if len(bounds) == 1 and attributes else None
        if holder is None:
            self._entries.lost = lost(Why.SETTINGS, place=self.place)
            return
        for attribute in attributes:
            if attribute not in self._entries.values:
                read = self._evaluator.attributes.read(holder.expr, attribute)
                self._entries.set(attribute, Bound(holder.place, read, holder.frame))

    def _bounds(self, name: str) -> tuple[Bound | None, ...]:
        return self._entries.values.get(self._renamed.get(name, name), (None,))

    def _given_at(self, bound: Bound) -> Place:
        """Return the argument that gives an option: where parameters pass it on, that of a call on the way here."""
        place, expr, frame = bound.place, bound.expr, bound.frame
        while isinstance(expr, tree.Name):
            param = next((p for p in frame.function.params if p.name == expr.id), None)
            argument = self._evaluator.calls.argument(frame.function, param, frame) if param is not None else None
            if argument is None:
                break
            frame = frame.place_of(argument)
            place, expr = frame.place(argument), argument.value
        return place

    def _read(self, callee: str, given: list[Given], names: tuple[str, ...]) -> Entries:
        found = Entries()
        positional = iter(names)
        for argument, frame in given:
            if argument.star == "*":
                found.update(Entries(lost=lost(Why.SPREAD, callee, frame.place(argument))))
                positional = iter(())
            elif argument.star == "**":
                # A finding points at `**kwargs` in the call, where it can be silenced, not at a dict that others share.
                spread = Spread(self._evaluator).entries(argument.value, frame)
                found.update(spread if _is_passed_on(argument, frame) else spread.seen_at(frame.place(argument)))
            elif name := argument.keyword or next(positional, None):
                found.set(name, Bound(frame.place(argument), argument.value, frame))
        return found


def _is_passed_on(argument: tree.Argument, frame: Frame) -> bool:
    """Whether `**kwargs` are the arguments that the function around was called with."""
    names = {p.name for p in frame.function.params if p.star == "**"}
    return isinstance(argument.value, tree.Name) and argument.value.id in names
