"""What objects hold because a class of a library keeps what it is made with: `self.args` of a trainer."""

from __future__ import annotations

from loaderlint.model.inference.argument_of_parameter import passed_on
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import Const, External, Frame, Instance, Meanings, assumed, at_large, lost
from loaderlint.model.libraries.facts import Fact, Thing
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree


def remembered(evaluator: Evaluation, owner: Instance, name: str) -> Meanings:
    """Return what an attribute is that a library's class keeps; nothing where it keeps none of that name.

    That is the argument of the same name in the call of the class, or in the `super().__init__` of one of the project,
    else its default. Where no call is seen, it is known of what the users of the program decide alone.
    """
    fact = next((fact for fact in evaluator.attributes.facts(owner) if name in (fact.remembers or ())), None)
    if fact is None:
        return ()
    given = evaluator.attributes.library_call(owner)
    if given is not None:
        return _argument(evaluator, fact, name, *given)
    return assumed(_default(evaluator, fact, name, owner.file)) if owner.by_user else (lost(Why.INHERITED, fact.path),)


def remembered_by_default(evaluator: Evaluation, made: Instance, cls: External, name: str) -> Meanings:
    """Return what an attribute is of an object of a library's class that is `made` from a command line."""
    return assumed(_default(evaluator, cls.fact, name, made.file)) if name in (cls.fact.remembers or ()) else ()


def _argument(evaluator: Evaluation, fact: Fact, name: str, call: tree.Call, frame: Frame) -> Meanings:
    default = _default(evaluator, fact, name, frame.file)
    given = passed_on(call, frame)
    for argument, around in reversed(given):
        if argument.keyword == name:
            return evaluator.evaluate(argument.value, around)
    position = list(fact.remembers or ()).index(name)
    positional = [(a, around) for a, around in given if a.keyword is None and a.star != "**"]
    if any(a.star for a, _ in positional[: position + 1]):
        return (lost(Why.SPREAD, tree.last_name(call.func), frame.place(call)),)
    if position < len(positional):
        argument, around = positional[position]
        return evaluator.evaluate(argument.value, around)
    for argument, around in given:
        values, certain = evaluator.spread(argument.value, name, around) if argument.star else ((), False)
        if values:
            return values if certain else (*values, *default)
    return default


def _default(evaluator: Evaluation, fact: Fact, name: str, file: File) -> Meanings:
    """What the library takes where nothing is given: a constant, or an object of its own; it is written nowhere."""
    value = (fact.remembers or {})[name]
    if isinstance(value, Thing):
        return (Instance(evaluator.external(value.path), None, at_large(file), by_user=True),)
    return (Const(value, Place(file, file.tree)),)
