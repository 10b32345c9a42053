"""Objects that hold a program's settings: yacs nodes, EasyDict, namespaces, and classes of the project like these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from loaderlint.model.inference.flags import main_guards
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import (
    IN_CIRCLE,
    SPENT,
    ClassRef,
    Const,
    Frame,
    Instance,
    Meaning,
    Meanings,
    Member,
    Unknown,
    assumed,
    at_large,
    lost_with,
    mark,
)
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Gives, Settings
from loaderlint.model.project.file import File, Place
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
        is_its = any(_is_same(o, owner) for o in evaluator.evaluate(target, module))
        if is_its and _reached(evaluator, owner, value) is not False:
            found += evaluator.evaluate(value, owner.frame if _is_by_maker(owner, value) else module)
    for target, given in owner.file.filled:
        if any(_is_same(o, owner) for o in evaluator.evaluate(target, module)):
            taken = evaluator.entry(given, name, module)
            found += assumed(tuple(value for value in taken if not isinstance(value, Unknown)))
    return tuple(found)


def set_by_program(evaluator: Evaluation, owner: Instance, name: str) -> tuple[Meanings, bool]:
    """Return what a program sets an attribute to, of an object that code of another file makes for it.

    With whether that is certain: `options.workers = 0` after `options = Options().parse()`, before anything else is
    done with the options. In a branch it may be so.
    """
    found: list[Meaning] = []
    for frame in (asking for asking in _asking(owner.frame) if asking.file is not owner.file):
        for target, value in reversed(frame.file.assigned_from_outside.get(name, ())):
            if any(_parsed(one) == owner for one in evaluator.evaluate(target, frame)):
                values = evaluator.evaluate(value, frame)
                if _is_certain(target, name, frame.file):
                    return values, True
                found += values
    return tuple(found), False


def set_where_made(owner: Instance, name: str) -> Meanings:
    """Return the constant that code sets an attribute to right where it makes an object, or is given it; else nothing.

    Nothing else in the file sets an attribute of that name.
    """
    call, frame = owner.call, owner.frame
    while call is not None:
        match frame.file.assigned_from_outside.get(name):
            case [(target, tree.Constant(value=value) as given)]:
                if _is_given(frame.file, target, call) and _is_certain(target, name, frame.file):
                    return (Const(value, Place(frame.file, given)),)
        if frame.call is None and frame.receiver is not None:
            call, frame = frame.receiver.call, frame.receiver.frame
        elif frame.caller is not None:
            call, frame = frame.call, frame.caller
        else:
            break
    return ()


def _is_certain(target: tree.Expr, name: str, file: File) -> bool:
    """Whether an attribute of an object is set wherever what made the object has run, before that is used."""
    _, statement, *around = file.scopes.ancestors(target)
    guards = main_guards(file, statement)
    block = next(above for above in around if above not in guards)
    home = file.scopes.scope_at(target).lookup(target.id) if isinstance(target, tree.Name) else None
    is_where_named = home is not None and block is home[0].owner
    return is_where_named and isinstance(statement, tree.Assign) and not _is_used_before(file, target, name)


def _is_used_before(file: File, owner: tree.Expr, name: str) -> bool:
    """Whether code above one that sets an attribute of an object does anything but to set, or put aside, others."""
    if not isinstance(owner, tree.Name):
        return True
    around, parents = file.scopes.function_at(owner), file.scopes.parent
    for use in file.mentions(owner.id):
        if use.at < owner.at and file.scopes.function_at(use) is around:
            match parents[use]:
                case tree.Attribute(attr=attr) as read if isinstance(given := parents[read], tree.Assign):
                    if attr == name and read not in given.targets:
                        return True
                case tree.Assign(targets=targets) if use in targets:
                    continue
                case _:
                    return True
    return False


def _asking(frame: Frame) -> Iterator[Frame]:
    """The frames that calls stand in which lead to a frame, or to the object whose method it is of, each once."""
    return (found for found in expand((frame,), _callers, lambda one: (one.file, mark(one))) if found is not frame)


def _callers(frame: Frame) -> Iterator[Frame]:
    if frame.caller is not None:
        yield frame.caller
    if frame.receiver is not None:
        yield frame.receiver.frame


def is_assigned_where_made(evaluator: Evaluation, owner: Instance, name: str) -> bool:
    """Whether the call that makes an object certainly assigns something to its attribute `name` as well."""
    made, given = owner.call, owner.file.assigned_from_outside.get(name, ())
    if owner.frame.call is None or made is None:
        return False
    return any(_is_given(owner.file, o, made) and _reached(evaluator, owner, value) for o, value in given)


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


def _is_given(file: File, target: tree.Expr, call: tree.Call) -> bool:
    """Whether a name is given what a call gives, and nothing else."""
    match file.scopes.parent.get(call):
        case tree.Assign(targets=(tree.Name(id=name),)) if isinstance(target, tree.Name) and target.id == name:
            found = file.scopes.scope_at(target).lookup(name)
            return found is not None and len(found[1]) == 1
    return False


def _is_same(value: Meaning, owner: Instance) -> bool:
    """Whether a value is an object, or its class, which gives it what it does not have itself.

    It may be if nothing is known but the class of one of them: of a parameter that is declared so, or of a default.
    """
    value = _parsed(value)
    if not isinstance(value, Instance):
        return value == owner.cls
    if value.call is None or owner.call is None:
        return value.cls == owner.cls and isinstance(value.cls, ClassRef)
    return value.call is owner.call


def _parsed(value: Meaning) -> Meaning:
    """The options among what `parse_known_args` gives, which are its first part; any other value as it is."""
    match value:
        case Member(owner=Instance() as given, name="[0]") if given.fact.gives is Gives.COMMAND_LINE:
            return given
    return value


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
