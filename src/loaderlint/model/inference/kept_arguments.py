"""What objects keep of what they are made with, if a method of a library is asked to: `self.hparams.batch_size`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from loaderlint.model.inference.argument_of_parameter import arguments_of
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import ClassRef, Const, Frame, Instance, Meaning, Meanings
from loaderlint.model.libraries import Libraries
from loaderlint.syntax import tree


def may_keep(expr: tree.Expr, libraries: Libraries) -> TypeGuard[tree.Attribute]:
    """Whether an attribute goes by a name under which a library has objects keep their arguments: `self.hparams`."""
    return isinstance(expr, tree.Attribute) and expr.attr in libraries.keeping


def kept(evaluator: Evaluation, owner: Meaning, attribute: str, name: str) -> Meanings:
    """Return what an attribute of an object holds under a name, if it keeps the arguments that the object is made with.

    That has to be asked for in the `__init__` of its class or of a base: of those, arguments of classes that derive
    from the one that asks are kept as well. Nothing is returned for any other attribute.
    """
    if not isinstance(owner, Instance) or not isinstance(owner.cls, ClassRef):
        return ()
    bases = evaluator.attributes.library_bases(owner.cls)
    asks = {evaluator.external(f"{base.path}.{attribute}").fact.keeps_arguments for base in bases} - {None}
    derived: list[tuple[tree.Function, Frame]] = []
    for cls in evaluator.attributes.lineage(owner.cls) if asks else ():
        if (init := cls.file.methods(cls.node).get("__init__")) is None:
            continue
        frame = evaluator.attributes.frame_of(owner, cls, init)
        derived.append((init, frame))
        for call in _asking(init, asks):
            if found := _asked_for(evaluator, call, name, derived):
                return found
    return ()


def _asking(init: tree.Function, asks: set[str | None]) -> Iterator[tree.Call]:
    """The calls in an `__init__` that ask to keep something."""
    return (n for n in tree.walk_own(init) if isinstance(n, tree.Call) and tree.last_name(n.func) in asks)


def _asked_for(evaluator: Evaluation, call: tree.Call, name: str, inits: list[tuple[tree.Function, Frame]]) -> Meanings:
    """What a call keeps under a name: of all arguments, of those that it names, or of an object that it is given."""
    _, frame = inits[-1]
    given = [argument.value for argument in call.args if argument.keyword is None]
    names = [evaluator.evaluate(expr, frame) for expr in given]
    if all(len(values) == 1 and isinstance(values[0], Const) for values in names):
        asked = {value.value for values in names for value in values if isinstance(value, Const)}
        for init, around in inits if not given or name in asked else ():
            if found := _argument(evaluator, init, name, around):
                return found
        return ()
    return evaluator.evaluate(evaluator.attributes.read(given[0], name), frame) if len(given) == 1 else ()


def _argument(evaluator: Evaluation, init: tree.Function, name: str, frame: Frame) -> Meanings:
    """What an `__init__` is given under a name, also among further arguments; nothing where it takes no such thing."""
    home = frame.file.scopes.scope_of(init)
    for param in init.params[1:]:
        if param.name == name and not param.star:
            return evaluator.calls.parameter(home, param, frame)
    if not any(param.star == "**" for param in init.params):
        return ()
    arguments = arguments_of(frame)
    for argument in arguments:
        if argument.keyword == name:
            return evaluator.evaluate(argument.value, frame.place_of(argument))
    stars = [argument for argument in arguments if argument.star == "**"]
    spread = (evaluator.spread(argument.value, name, frame.place_of(argument))[0] for argument in stars)
    return tuple(value for values in spread for value in values)
