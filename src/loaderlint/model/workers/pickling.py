"""What cannot be pickled, and so not be sent to a worker that is spawned (FACTS.md 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import main_guards, split, tests
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Meaning,
    at_large,
    mark,
)
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Fact
from loaderlint.model.libraries.stdlib import PATH_GENERATORS
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.stored import Stored
from loaderlint.model.workers.asked_options import Condition, needed
from loaderlint.syntax import tree

#: What is held, with the options that it needs.
Reached: TypeAlias = tuple[Meaning, tuple[Condition, ...]]

#: Methods that decide what of an object is pickled.
_DECIDING = {"__getstate__", "__reduce__", "__reduce_ex__"}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that cannot be pickled: `what` it is, and where it is defined, or made if it `is_made`.

    A function may use what `cannot_bind` names, which cannot be pickled either. Where there are `options`, the program
    comes to it only if these are set. Of an attribute that `is_asked_for`, code asks whether the object has it.
    """

    what: str
    place: Place
    is_made: bool = False
    cannot_bind: str | None = None
    options: tuple[Condition, ...] = ()
    is_asked_for: bool = False


class Pickling:
    """Finds what keeps objects from being pickled."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def obstacles(self, values: Iterable[Meaning]) -> list[Obstacle]:
        """Return what in the values, and in what they hold, cannot be pickled: first what is there in most runs."""
        first = [self._come_to(value, ()) for value in values]
        reached = expand(first, self._held_so, lambda one: (mark(one[0]), bool(one[1])))
        found = [replace(o, options=options) for value, options in reached for o in self._in_itself(value)]
        return sorted(found, key=lambda obstacle: (len(obstacle.options), _is_returned_early(obstacle.place)))

    def _come_to(self, value: Meaning, options: tuple[Condition, ...]) -> Reached:
        """A value with the options that it needs to be there at all."""
        own = needed(self._evaluator, value) if isinstance(value, Instance | FunctionRef) else ()
        return value, tuple(dict.fromkeys((*options, *own)))

    def _held_so(self, reached: Reached) -> Iterator[Reached]:
        value, options = reached
        return (self._come_to(held, options) for held in self._held(value) if not self._stands_in(held))

    def _stands_in(self, value: Meaning) -> bool:
        match value:
            case Instance(call=tree.Call() as call):
                return self._is_in_place_of_argument(call, value.frame)
        return False

    def _in_itself(self, value: Meaning) -> Iterator[Obstacle]:
        match value:
            case FunctionRef(receiver=None):
                yield from self._function(value)
            case Instance(cls=ClassRef() as cls):
                if (where := _out_of_reach(cls.file, cls.node)) is not None:
                    yield Obstacle(f"an object of a class that is defined {where}", Place(cls.file, cls.node))
                if not decides_itself(self._evaluator, cls):
                    yield from self._kept(value, cls)

    def _function(self, function: FunctionRef) -> Iterator[Obstacle]:
        place = Place(function.file, function.node)
        if isinstance(function.node, tree.Lambda):
            yield Obstacle("a lambda", place)
        elif (where := _out_of_reach(function.file, function.node)) is not None:
            yield Obstacle(f"a function that is defined {where}", place, cannot_bind=self._bound(function))

    def _bound(self, function: FunctionRef) -> str | None:
        """What a function uses of the one around it that cannot be pickled."""
        scopes, around = function.file.scopes, function.file.scopes.function_at(function.node)
        for name in (node for node in tree.walk(function.node) if isinstance(node, tree.Name)):
            home = scopes.scope_at(name).lookup(name.id)
            if home is not None and home[0].owner is around and (what := self._unpicklable(name, function.frame)):
                return what
        return None

    def _held(self, value: Meaning) -> Iterator[Meaning]:
        """What a list holds, a library's object was given, or an object keeps that its `__init__` sets."""
        match value:
            case Items():
                yield from self._evaluator.elements((value,))
            case Instance(call=tree.Call() as call) if value.fact.keeps:
                for argument in call.args:
                    yield from self._evaluator.evaluate(argument.value, value.frame)
            case Instance(cls=ClassRef() as cls) if not decides_itself(self._evaluator, cls):
                # What item code sets is set in the worker, after the object was sent there.
                attributes = self._evaluator.attributes
                for owner in attributes.lineage(cls):
                    for name in owner.file.stored(owner.node):
                        for store in attributes.stores(value, owner, name):
                            if self._leaves_what_is_seen(store, value, owner):
                                yield from attributes.stored_value(value, owner, store)

    def _leaves_what_is_seen(self, store: Stored, made: Instance, cls: ClassRef) -> bool:
        """Whether the `__init__` of a class puts an expression into an attribute, and not in place of an argument."""
        frame = self._evaluator.attributes.init_frame(made, cls)
        is_seen = store.method in _inits(cls) and store.value is not None and not store.path
        return is_seen and not (frame is not None and self._is_in_place_of_argument(store.node, frame))

    def _is_in_place_of_argument(self, node: tree.Node, frame: Frame) -> bool:
        """Whether code runs only if an argument is None, where the call gives one that nothing shows to be None."""
        parts = [part for test, holds in tests(frame.file, node) for part in split(test, holds=holds)]
        return any(
            isinstance(asked, tree.Name) and is_none and self._is_given(asked, frame)
            for asked, is_none in (_asks_for_none(part, holds=holds) for part, holds in parts)
        )

    def _is_given(self, name: tree.Name, frame: Frame) -> bool:
        """Whether a call gives a parameter something that nothing shows to be None."""
        param = next((param for param in frame.function.params if param.name == name.id), None)
        if param is None or self._evaluator.calls.argument(frame.function, param, frame) is None:
            return False
        values = self._evaluator.evaluate(name, frame)
        return not any(isinstance(value, Const) and value.value is None for value in values)

    def _kept(self, made: Instance, cls: ClassRef) -> Iterator[Obstacle]:
        """What the `__init__` of an object leaves in its attributes: iterators, locks."""
        attributes = self._evaluator.attributes
        for owner in attributes.lineage(cls):
            dropped = set(_dropped(owner))
            for name in owner.file.stored(owner.node):
                last = next(iter(attributes.stores(made, owner, name)[-1:]), None)
                if last and last.value and name not in dropped and self._leaves_what_is_seen(last, made, owner):
                    frame = attributes.init_frame(made, owner)
                    what = self._unpicklable(last.value, frame or at_large(owner.file))
                    if what is not None:
                        asked = _asks_for(owner, name)
                        yield Obstacle(what, Place(owner.file, last.value), is_made=True, is_asked_for=asked)

    def _unpicklable(self, expr: tree.Expr, frame: Frame) -> str | None:
        """What an expression gives, if that cannot be pickled."""
        match expr:
            case tree.Comprehension(kind="GeneratorExp"):
                return "a generator"
            case tree.Call(func=tree.Attribute(attr=attr)) if attr in PATH_GENERATORS:
                return f"what `{attr}()` gives: a generator, up to Python 3.12"
        values = self._evaluator.evaluate(expr, frame)
        found = [_named(value.fact) for value in values if isinstance(value, Instance)]
        return found[0] if found and len(found) == len(values) and all(found) else None


def _is_returned_early(place: Place) -> bool:
    """Whether a function returns something in a branch: as a rule for a special case, such as `if not names: ...`."""
    above = place.file.scopes.ancestors(place.node)
    return len(above) > 1 and isinstance(above[0], tree.Return) and isinstance(above[1], tree.If)


def _asks_for_none(test: tree.Expr, *, holds: bool) -> tuple[tree.Expr | None, bool]:
    """What a condition with that outcome tells to be None, or not to be; nothing where it asks for anything else."""
    match test:
        case tree.Operation(op="is" | "is_not" as op, operands=(asked, tree.Constant(value=None))):
            return asked, holds is (op == "is")
    return None, False


def _named(fact: Fact) -> str | None:
    """What to call what a library gives, if that cannot be pickled."""
    return f"an open {fact.opens.value}" if fact.opens else fact.unpicklable


def _inits(cls: ClassRef) -> list[tree.Function]:
    init = cls.file.methods(cls.node).get("__init__")
    return [] if init is None else [init]


def _dropped(cls: ClassRef) -> Iterator[str]:
    """The attributes that a class takes away again: `del self.files`."""
    for node in tree.walk(cls.node):
        if isinstance(node, tree.Evaluate) and node.kind == "del":
            yield from (value.attr for value in node.values if isinstance(value, tree.Attribute))


def _asks_for(cls: ClassRef, name: str) -> bool:
    """Whether a class asks whether its objects have an attribute: `hasattr(self, "labels")`."""
    calls = (node for node in tree.walk(cls.node) if isinstance(node, tree.Call))
    asked = (call.args[1].value for call in calls if tree.last_name(call.func) == "hasattr" and len(call.args) == 2)
    return any(isinstance(value, tree.Constant) and value.value == name for value in asked)


def decides_itself(evaluator: Evaluator, cls: ClassRef) -> bool:
    """Whether a class says itself what of its objects is pickled."""
    return any(_DECIDING & c.file.methods(c.node).keys() for c in evaluator.attributes.lineage(cls))


def _out_of_reach(file: File, definition: tree.Node) -> str | None:
    """Where a definition stands, if a spawned worker does not find it by importing its module."""
    if isinstance(file.scopes.scope_at(definition).owner, tree.Function | tree.Lambda):
        return "inside another function"
    return 'under `if __name__ == "__main__"`' if main_guards(file, definition) else None
