"""Attributes that code sets on an object before it uses it: `options = Options().parse()`, `options.workers = 0`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.flags import main_guards
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.outwards import outwards
from loaderlint.model.inference.values import Frame, FunctionRef, Instance, Meaning, Meanings, Member, Unknown, at_large
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.project.file import File
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding


@dataclass(frozen=True, slots=True)
class Handed:
    """A call in a frame that hands an object to a function, which gets it as `param`."""

    function: FunctionRef
    param: str
    call: tree.Call
    frame: Frame


def set_by_program(evaluator: Evaluation, owner: Instance, name: str) -> tuple[Meanings, bool]:
    """Return what a program sets an attribute to, of an object that code of another file makes for it.

    With whether that is certain: in a branch, or after another use of the object, it only may be so.
    """
    found: list[Meaning] = []
    for frame in (one for one in outwards(owner.frame) if one.file is not owner.file):
        for target, value in reversed(frame.file.assigned_from_outside.get(name, ())):
            if any(parsed(one) == owner for one in evaluator.evaluate(target, frame)):
                values = evaluator.evaluate(value, frame)
                if _is_certain(frame.file, target, name):
                    return values, True
                found += values
    return tuple(found), False


def set_above(evaluator: Evaluation, read: tree.Attribute, frame: Frame) -> Meanings:
    """Return what a function sets an attribute to, of an object that is not seen, before it reads it; else nothing.

    The object has a name that the function gives nothing else meanwhile: `def run(settings): settings.workers = 8`.
    """
    if not isinstance(read.value, tree.Name):
        return ()
    file, name = frame.file, read.value.id
    function = file.scopes.function_at(read)
    home = file.scopes.scope_at(read).lookup(name)
    if function is None or home is None or home[0].owner is not function or len(home[1]) > 1:
        return ()
    found: tuple[tree.Node, tree.Expr] | None = None
    for owner, value in file.assigned_from_outside.get(read.attr, ()):
        statement = file.scopes.parent[file.scopes.parent[owner]]
        is_here = isinstance(owner, tree.Name) and owner.id == name and file.scopes.function_at(owner) is function
        if not is_here or statement.at > read.at:
            continue
        if not isinstance(statement, tree.Assign) or statement.op or not file.scopes.leads_to(statement, read):
            return ()
        found = statement, value
    if found is None or any(
        found[0].at < use.at < read.at and not _only_reads(file, use) for use in file.mentions(name)
    ):
        return ()
    return evaluator.evaluate(found[1], frame)


def _only_reads(file: File, use: tree.Name) -> bool:
    """Whether code takes an attribute of an object, or sets one, and does nothing else with the object."""
    match file.scopes.parent[use]:
        case tree.Attribute() as attribute:
            above = file.scopes.parent[attribute]
            is_called = isinstance(above, tree.Call) and above.func is attribute
            is_bound = isinstance(above, tree.For | tree.Clause | tree.WithItem) and above.target is attribute
            return not is_called and not is_bound
    return False


def set_where_made(evaluator: Evaluation, owner: Instance, name: str) -> Meanings:
    """Return what code sets an attribute to right where it makes an object, or is given it; nothing if that is unclear.

    Nothing else in the file sets an attribute of that name, but of objects that other calls make.
    """
    if owner.call is None:
        return ()
    for call, frame in owner.frame.leading(owner.call):
        given = frame.file.assigned_from_outside.get(name, ())
        match [one for one in given if not _is_given_by_another(frame.file, one[0], call)]:
            case [(target, value)] if is_given(frame.file, target, call) and _is_certain(frame.file, target, name):
                values = evaluator.evaluate(value, frame)
                return () if any(isinstance(one, Unknown) for one in values) else values
    return ()


def _is_certain(file: File, target: tree.Expr, name: str) -> bool:
    """Whether an attribute of an object is set wherever what made the object has run, before that is used."""
    if not isinstance(target, tree.Name):
        return False
    _, statement, *around = file.scopes.ancestors(target)
    guards = main_guards(file, statement)
    block = next(above for above in around if above not in guards)
    home = file.scopes.scope_at(target).lookup(target.id)
    is_where_named = home is not None and block is home[0].owner
    sets = isinstance(statement, tree.Assign) and not statement.op
    return is_where_named and sets and not _is_used_before(file, target, name)


def _is_used_before(file: File, owner: tree.Name, name: str) -> bool:
    """Whether code above one that sets an attribute of an object does anything but to set, or put aside, others."""
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


def is_given(file: File, target: tree.Expr, call: tree.Call) -> bool:
    """Whether a name is given what a call gives, and nothing else."""
    match file.scopes.parent.get(call):
        case tree.Assign(targets=(tree.Name(id=name),)) if isinstance(target, tree.Name) and target.id == name:
            found = file.scopes.scope_at(target).lookup(name)
            return found is not None and len(found[1]) == 1
    return False


def handed_to(evaluator: Evaluation, owner: Instance) -> tuple[Handed, ...]:
    """Return the functions of other files that an object is handed to, where it is made or where a call gives it."""
    if owner.call is None:
        return ()
    return tuple(
        one for call, frame in owner.frame.leading(owner.call) for one in _handed(evaluator, owner, call, frame)
    )


def _handed(evaluator: Evaluation, owner: Instance, giving: tree.Call, frame: Frame) -> Iterator[Handed]:
    """The functions that a file hands an object to, which a call in it gives and which goes by one name there."""
    file, module = frame.file, at_large(frame.file)
    statement = file.scopes.parent.get(giving)
    held = [t for t in statement.targets if isinstance(t, tree.Name)] if isinstance(statement, tree.Assign) else []
    if len(held) != 1:
        return
    for call in file.calls:
        given = [a for a in call.args if not a.star and isinstance(a.value, tree.Name) and a.value.id == held[0].id]
        if given and any(isinstance(above, tree.If | tree.Try) for above in _within_function(file, call)):
            continue  # whether it is handed over then is open
        for callee in evaluator.evaluate(call.func, module) if given else ():
            if not isinstance(callee, FunctionRef) or callee.file is file:
                continue
            inner = evaluator.calls.enter(callee, call, module)
            for param in callee.node.params if inner is not None else ():
                assert inner is not None
                argument = evaluator.calls.argument(callee.node, param, inner)
                values = map(parsed, evaluator.evaluate(argument.value, module)) if argument in given else ()
                if any(isinstance(value, Instance) and value.call is owner.call for value in values):
                    yield Handed(callee, param.name, call, module)


def _within_function(file: File, node: tree.Node) -> Iterator[tree.Node]:
    """What is around code in its function, but for what runs a module as the program."""
    for above in file.scopes.ancestors(node):
        if isinstance(above, tree.Function | tree.Lambda):
            return
        if above not in main_guards(file, node):
            yield above


def set_by(evaluator: Evaluation, handed: Handed, name: str) -> Meanings:
    """Return what a function sets an attribute to of an object that it is handed."""
    function, found = handed.function, list[Meaning]()
    for target, value in function.file.assigned_from_outside.get(name, ()):
        is_it = isinstance(target, tree.Name) and target.id == handed.param
        if is_it and function.file.scopes.function_at(target) is function.node:
            inner = evaluator.calls.enter(function, handed.call, handed.frame)
            found += evaluator.evaluate(value, inner) if inner is not None else ()
    return tuple(found)


def _is_given_by_another(file: File, target: tree.Expr, call: tree.Call) -> bool:
    """Whether a name is given what one other call gives, and nothing else."""
    found = file.scopes.scope_at(target).lookup(target.id) if isinstance(target, tree.Name) else None
    match found[1] if found is not None else ():
        case [Binding(value=tree.Call() as other)]:
            return other is not call
    return False


def parsed(value: Meaning) -> Meaning:
    """The options among what `parse_known_args` gives, which are its first part; any other value as it is."""
    match value:
        case Member(owner=Instance() as given, name="[0]") if given.fact.gives is Gives.COMMAND_LINE:
            return given
    return value
