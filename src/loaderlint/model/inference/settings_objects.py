"""Objects that hold a program's settings: yacs nodes, EasyDict, namespaces, and classes of the project like these."""

from __future__ import annotations

from typing import TypeGuard

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.set_before_use import is_given, parsed
from loaderlint.model.inference.values import (
    IN_CIRCLE,
    SPENT,
    ClassRef,
    Frame,
    Instance,
    Meaning,
    Meanings,
    Unknown,
    assumed,
    at_large,
    lost_with,
)
from loaderlint.model.libraries.facts import Gives, Settings
from loaderlint.syntax import tree


def is_configuration(value: Meaning) -> TypeGuard[Instance]:
    """Whether a value is an object of a library's class that holds settings."""
    return isinstance(value, Instance) and value.fact.settings is not None


def is_own_configuration(evaluator: Evaluation, value: Instance) -> bool:
    """Whether a value is an object of a class in the project that derives from one of these, or from `dict`.

    Others take what they are given over under its own names: `self.__dict__.update(settings)`.
    """
    if not isinstance(value.cls, ClassRef):
        return False
    if any(fact.settings or fact.gives is Gives.DICT for fact in evaluator.attributes.facts(value)):
        return True
    return any(cls.file.fills_itself(cls.node) for cls in evaluator.attributes.lineage(value.cls))


def holds_settings(evaluator: Evaluation, value: Meaning) -> bool:
    """Whether a value is an object that holds settings, of a library's class or the project's own."""
    return is_configuration(value) or (isinstance(value, Instance) and is_own_configuration(evaluator, value))


def setting(evaluator: Evaluation, owner: Instance, name: str) -> Meanings:
    """Return what `owner.name` is: as the call that makes the object gives it, or as the same file assigns it."""
    return evaluator.memo.ask((owner, name), lambda: _setting(evaluator, owner, name), IN_CIRCLE, SPENT)


def _setting(evaluator: Evaluation, owner: Instance, name: str) -> Meanings:
    found = [*_given(evaluator, owner, name), *assigned(evaluator, owner, name)]
    known = tuple(value for value in found if not isinstance(value, Unknown))
    if not known:
        return (lost_with(found, Why.NO_SETTING),)
    plain = owner.fact.settings is Settings.FIXED  # what a program assigns to others are defaults
    return known if plain and len(found) == 1 else assumed(known)


def assigned(evaluator: Evaluation, owner: Instance, name: str) -> Meanings:
    """Return what the file that makes an object assigns to its attribute or entry `name`, or to that of its class.

    What the call that makes the object does not come to is left out.
    """
    found: list[Meaning] = []
    module = at_large(owner.file)
    written = owner.file.assigned_from_outside, owner.file.assigned_items
    for target, value in (assignment for index in written for assignment in index.get(name, ())):
        # No object is an attribute of itself: `settings.data.data = 4` gives `settings` nothing.
        around = target.value if isinstance(target, tree.Attribute) and target.attr == name else None
        if around is not None and any(_is_same(o, owner) for o in evaluator.evaluate(around, module)):
            continue
        is_its = any(_is_same(o, owner) for o in evaluator.evaluate(target, module))
        if is_its and _reached(evaluator, owner, value) is not False:
            found += evaluator.evaluate(value, _frame_of(evaluator, owner, value))
    for target, given in owner.file.filled:
        if any(_is_same(o, owner) for o in evaluator.evaluate(target, module)):
            taken = evaluator.entry(given, name, module)
            found += assumed(tuple(value for value in taken if not isinstance(value, Unknown)))
    return tuple(found)


def is_assigned_where_made(evaluator: Evaluation, owner: Instance, name: str) -> bool:
    """Whether the call that makes an object certainly assigns something to its attribute `name` as well."""
    made, given = owner.call, owner.file.assigned_from_outside.get(name, ())
    if owner.frame.call is None or made is None:
        return False
    return any(is_given(owner.file, o, made) and _reached(evaluator, owner, value) for o, value in given)


def _reached(evaluator: Evaluation, owner: Instance, value: tree.Expr) -> bool | None:
    """Whether the call in which an object is made comes to assign a value; None if that is elsewhere, or uncertain."""
    if not _is_by_maker(owner, value):
        return None
    around = owner.file.scopes.ancestors(value)
    statement = next((a for a in around if isinstance(a, tree.Assign | tree.Evaluate)), value)
    return evaluator.branches.reach(statement, owner.frame)[0]


def _is_by_maker(owner: Instance, value: tree.Expr) -> bool:
    """Whether a value is written in the function that makes an object, of which the call is known."""
    return owner.frame.call is not None and owner.file.scopes.function_at(value) is owner.frame.function


def _frame_of(evaluator: Evaluation, owner: Instance, value: tree.Expr) -> Frame:
    """The frame that a value stands in which is assigned to an attribute of an object.

    It is that in which the object is made, or of another method of the object that has a method make it.
    """
    if _is_by_maker(owner, value):
        return owner.frame
    scopes, maker = owner.file.scopes, owner.frame.receiver
    method = scopes.function_at(value)
    cls = scopes.class_of(method) if isinstance(method, tree.Function) else None
    if not isinstance(method, tree.Function) or cls is None or maker is None or not isinstance(maker.cls, ClassRef):
        return at_large(owner.file)
    home = ClassRef(owner.file, cls)
    is_of_maker = home in evaluator.attributes.lineage(maker.cls)
    return evaluator.attributes.frame_of(maker, home, method) if is_of_maker else at_large(owner.file)


def _is_same(value: Meaning, owner: Instance) -> bool:
    """Whether a value is an object, or its class, which gives it what it does not have itself.

    It may be if nothing is known but the class of one of them: of a parameter that is declared so, or of a default.
    """
    value = parsed(value)
    if not isinstance(value, Instance):
        return value == owner.cls
    if value.call is None or owner.call is None:
        return value.cls == owner.cls and isinstance(value.cls, ClassRef)
    return value.call is owner.call


def _given(evaluator: Evaluation, owner: Instance, name: str) -> Meanings:
    """What the call that makes the object says: by keyword, in a dict, or in the file that it loads."""
    found: list[Meaning] = []
    if owner.fact.loads is not None and owner.call is not None:
        return evaluator.spread(owner.call, name, owner.frame)[0]
    for argument in owner.call.args if owner.call else ():
        if argument.keyword == name:
            found += evaluator.evaluate(argument.value, owner.frame)
        elif argument.keyword is None and argument.star != "*":
            values = evaluator.evaluate(argument.value, owner.frame)
            found += evaluator.entry(argument.value, name, owner.frame, values)
            for value in values:  # a class that declares the settings, with their defaults
                found += evaluator.attributes.attribute(value, name) if isinstance(value, ClassRef) else ()
    for cls in evaluator.attributes.lineage(owner.cls) if isinstance(owner.cls, ClassRef) and not found else ():
        init = cls.file.methods(cls.node).get("__init__")
        frame = evaluator.attributes.init_frame(owner, cls) if init is not None else None
        if init is not None and frame is not None:
            found += [m for given in cls.file.taken_over(init) for m in evaluator.entry(given, name, frame)]
    return tuple(found)
