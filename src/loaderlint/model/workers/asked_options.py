"""Options of a program that decide whether it comes to code: attributes, settings and what the command line says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeGuard

from loaderlint.model.inference.argument_of_parameter import argument_for
from loaderlint.model.inference.arithmetic import is_sentinel
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import split, tests
from loaderlint.model.inference.outcomes import all_hold, any_holds
from loaderlint.model.inference.outwards import outwards
from loaderlint.model.inference.values import Const, Frame, FunctionRef, Instance, Items, Meaning, at_large, is_static
from loaderlint.model.inference.written import written
from loaderlint.model.libraries.words import UNIT_DRAWS
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import File, Place
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding

#: Functions and methods that only ask what an option is.
_ASKING = {"get", "getattr", "hasattr", "isinstance", "len", "bool", "lower"}


@dataclass(frozen=True, slots=True)
class Condition:
    """A test in the call `frame`: the program comes to code only if its outcome is `holds`.

    `usual` is the outcome if the user of the program sets nothing, None where that is not known.
    """

    test: tree.Expr
    frame: Frame
    holds: bool
    usual: bool | None

    @property
    def place(self) -> Place:
        """Where the condition stands."""
        return self.frame.place(self.test)

    @property
    def is_met(self) -> bool:
        """Whether the condition is met if the user of the program sets nothing."""
        return self.usual is self.holds

    @property
    def fails(self) -> bool:
        """Whether the condition is not met unless the user of the program sets an option."""
        return self.usual is not None and not self.is_met


def conditions(evaluator: Evaluator, place: Place, frame: Frame) -> Iterator[Condition]:
    """Yield the conditions that decide in a call, and in those that lead to it, whether the program comes to code."""
    node: tree.Node | None = place.node
    running: Frame | None = frame
    while node is not None and running is not None:
        for test, holds in tests(running.file, node):
            for part, outcome in split(test, holds=holds):
                yield Condition(part, running, outcome, _usual(evaluator, part, running))
        node, running = running.call, running.caller


def needed(evaluator: Evaluator, made: Instance | FunctionRef) -> tuple[Condition, ...]:
    """Return the conditions that the user of the program has to set options for, if it is to come to an object."""
    node = made.node if isinstance(made, FunctionRef) else made.call
    asked = conditions(evaluator, Place(made.file, node), made.frame) if node is not None else ()
    return tuple(condition for condition in asked if condition.fails)


def needed_at(evaluator: Evaluator, place: Place) -> tuple[Condition, ...]:
    """Return the conditions that the user of the program has to set options for, if it is to come to a place."""
    return tuple(condition for condition in conditions(evaluator, place, at_large(place.file)) if condition.fails)


def needed_in(evaluator: Evaluator, codes: Iterable[ItemCode], place: Place) -> tuple[Condition, ...]:
    """Return the conditions that the user of the program has to set options for, if item code is to come to a place."""
    ways = [
        tuple(condition for condition in conditions(evaluator, place, frame) if condition.fails)
        for code in codes
        for frame, live in code.visits
        if place.node in live
    ]
    return min(ways, key=len, default=())


def is_usual(evaluator: Evaluator, codes: Iterable[ItemCode], place: Place) -> bool | None:
    """Whether item code comes to a place, for some samples, if the user of the program sets nothing.

    None where that is not known, as of what a library calls.
    """
    ways = [frame for code in codes for frame, live in code.visits if place.node in live]
    met = [all_hold([_is_met(c) for c in conditions(evaluator, place, frame)]) for frame in ways]
    return any_holds(met) if met else None


def _is_met(condition: Condition) -> bool | None:
    """Whether a condition is met by default; what asks for more than options is, for some samples."""
    if condition.usual is not None:
        return condition.is_met
    return None if asks_options(condition) else True


def undecided(loader: Loader, program: File) -> Condition | None:
    """Return a condition in another file, of which the outcome is not known, that decides whether a program builds it.

    Other programs may be the ones that do: what this one does besides need not concern the loader.
    """
    asked = conditions(loader.evaluator, Place(loader.file, loader.call), loader.frame)
    return next((c for c in asked if c.usual is None and c.frame.file is not program), None)


def beside(loader: Loader, options: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Return the options that something in a loader needs, but for those that the loader needs itself."""
    own = needed(loader.evaluator, loader.made)
    return tuple(o for o in options if not any(o.holds is c.holds and tree.are_alike(o.test, c.test) for c in own))


def _usual(evaluator: Evaluator, test: tree.Expr, frame: Frame) -> bool | None:
    """What a condition gives with the defaults of the program; None where that is not known."""
    outcome = _outcome(evaluator, test, frame)
    return _of_usual_values(evaluator, test, frame) if outcome is None else outcome


def _outcome(evaluator: Evaluator, test: tree.Expr, frame: Frame) -> bool | None:
    return _only(bool(v.value) if isinstance(v, Const) else None for v in evaluator.evaluate(test, frame))


def _only(outcomes: Iterable[bool | None]) -> bool | None:
    found = set(outcomes)
    return found.pop() if len(found) == 1 else None


def _of_usual_values(evaluator: Evaluator, test: tree.Expr, frame: Frame) -> bool | None:
    """What a condition gives if what it asks for is given in branches that are not taken by default, and in others."""
    match test:
        case tree.Operation(op="==" | "!=" as op, operands=(asked, tree.Constant(value=value))):
            found = _usual_values(evaluator, asked, frame)
            return _only((v.value == value) is (op == "==") if _is_set(v) else None for v in found)
        case tree.Operation(op="in" | "not_in" as op, operands=(tree.Constant(value=value), asked)):
            lists = evaluator.evaluate(asked, frame)
            return _only(_holds(one, value, op == "in") for one in lists)
        case tree.Name() | tree.Attribute():
            found = _usual_values(evaluator, test, frame)
            return _only(bool(v.value) if _is_set(v) else None for v in found)
    return None


def _is_set(value: Meaning) -> TypeGuard[Const]:
    """Whether a value is a constant, and no default that stands for none: a launcher may give another."""
    return isinstance(value, Const) and not (value.assumed and is_sentinel(value.value))


def _holds(values: Meaning, value: object, wanted: bool) -> bool | None:
    """Whether a list that is written with constants holds a value, or, as is wanted, does not."""
    items = values.node.items if isinstance(values, Items) else ()
    known = [item.value for item in items if isinstance(item, tree.Constant)]
    return (value in known) is wanted if known and len(known) == len(items) else None


def _usual_values(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> list[Meaning]:
    """What an expression may be, but for constants in branches that are not taken by default."""
    values = evaluator.evaluate(expr, frame)
    return [v for v in values if not isinstance(v, Const) or not _is_off(evaluator, v.place, frame)]


def _is_off(evaluator: Evaluator, place: Place, frame: Frame) -> bool:
    """Whether code in a call that led here, or that made an object on the way, stands in such a branch."""
    function = place.file.scopes.function_at(place.node)
    running = next((f for f in outwards(frame) if f.file is place.file and f.function is function), None)
    if running is None:
        return False
    parts = (
        (part, outcome) for test, holds in tests(place.file, place.node) for part, outcome in split(test, holds=holds)
    )
    return any(_outcome(evaluator, part, running) is (not outcome) for part, outcome in parts)


def is_drawn(evaluator: Evaluator, condition: Condition) -> bool:
    """Whether a condition is drawn at random: sooner or later it is met."""
    parts = written(condition.test, condition.frame)
    calls = [(n.func, frame) for part, frame in parts for n in tree.walk(part) if isinstance(n, tree.Call)]
    return any(evaluator.fact(f, frame).draws or tree.last_name(f) in UNIT_DRAWS for f, frame in calls)


def asks_options(condition: Condition) -> bool:
    """Whether a condition asks for nothing but attributes of `self`, names of the module and what is given as these.

    What depends on a sample comes out one way for some samples, and the other way for others.
    """
    parts = written(condition.test, condition.frame)
    return all(_is_option(node, frame) for part, frame in parts for node in tree.walk(part))


def _is_option(node: tree.Node, frame: Frame) -> bool:
    """Whether part of a condition may belong to a question for options: it draws nothing, and names no sample."""
    match node:
        case tree.Call(func=func):
            return tree.last_name(func) in _ASKING
        case tree.Name(id=name):
            home, bindings = frame.file.scopes.scope_at(node).lookup(name) or (None, [])
            is_of_module = home is None or home.owner is frame.file.tree
            return is_of_module or all(_is_given(binding, frame) for binding in bindings)
    return True


def _is_given(binding: Binding, frame: Frame) -> bool:
    """Whether a name is `self`, or is given what is seen: an expression, an argument or a default."""
    match binding.node:
        case tree.Parameter() as param if param in frame.function.params:
            is_method = frame.receiver is not None and not is_static(frame.function)
            if is_method and param is frame.function.params[0]:
                return True
            return (
                frame.call is not None and argument_for(frame.function, param, frame, skip_first=is_method) is not False
            )
    return binding.kind == "assign" and not binding.path
