"""Methods that a program calls once on an object: what they do is done with what that call gives them."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.set_before_use import is_given
from loaderlint.model.inference.values import ClassRef, Frame, FunctionRef, Instance, at_large
from loaderlint.syntax import tree


def called_frame(evaluator: Evaluation, instance: Instance, cls: ClassRef, method: tree.Function) -> Frame | None:
    """Return the frame of a method of a class in the only call of it on an object; None where there are others.

    The call is made on the name that the object is given where it is made, or by another of its methods.
    """
    if instance.call is None or not isinstance(instance.cls, ClassRef):
        return None
    lineage = evaluator.attributes.lineage(instance.cls)
    if next((one for one in lineage if method.name in one.file.methods(one.node)), None) != cls:
        return None  # another class has a method of that name, which may or may not come to this one
    if any(method.name in (fact.calls or ()) for fact in evaluator.attributes.facts(instance)):
        return None  # a library calls it as well
    by_maker, by_itself = list(_by_maker(instance, method.name)), list(_by_itself(lineage, method.name))
    if len(by_maker) + len(by_itself) != 1:
        return None
    function = FunctionRef(method, at_large(cls.file), instance)
    if by_maker:
        return evaluator.calls.enter(function, by_maker[0], instance.frame)
    ((owner, around, call),) = by_itself
    return evaluator.calls.enter(function, call, evaluator.attributes.frame_of(instance, owner, around))


def _by_maker(instance: Instance, name: str) -> Iterator[tree.Call]:
    """The calls of a method on the name that an object is given."""
    file = instance.frame.file
    assert instance.call is not None
    for call in file.calls_named(name):
        match call.func:
            case tree.Attribute(value=tree.Name() as owner) if is_given(file, owner, instance.call):
                yield call


def _by_itself(lineage: list[ClassRef], name: str) -> Iterator[tuple[ClassRef, tree.Function, tree.Call]]:
    """The calls of a method on the object itself, with the methods that they stand in."""
    for cls in lineage:
        for call in cls.file.calls_named(name):
            around = cls.file.scopes.function_at(call)
            if isinstance(around, tree.Function) and cls.file.scopes.class_of(around) is cls.node:
                match call.func:
                    case tree.Attribute(value=tree.Name(id=me)) if around.params and me == around.params[0].name:
                        yield cls, around, call
