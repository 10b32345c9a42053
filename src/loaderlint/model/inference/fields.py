"""What objects are given for the fields that their class declares: dataclasses, named tuples, models of pydantic."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import ClassRef, Instance, Meaning, Meanings, at_large, lost
from loaderlint.syntax import tree

#: Names of decorators, and of a base, that have a class take its fields by position, in the order of its body.
_DECORATORS = {"attrs", "dataclass", "define", "frozen", "mutable", "s"}
_BASE = "NamedTuple"


def given(evaluator: Evaluation, instance: Instance, name: str) -> tuple[Meanings, bool]:
    """Return what the call that makes an object gives a field, and whether it certainly does.

    Where it may give nothing, the field may keep its default. Of a class with an `__init__` nothing is returned.
    """
    cls, call = instance.cls, instance.call
    assert isinstance(cls, ClassRef)
    lineage = evaluator.attributes.lineage(cls)
    if call is None or any("__init__" in one.file.methods(one.node) for one in lineage):
        return (), False
    if instance.partial is not None:
        return (lost(Why.SPREAD, cls.node.name),), True
    for argument in call.args:
        if argument.keyword == name:
            return evaluator.evaluate(argument.value, instance.frame), True
    if positional := [a for a in call.args if a.keyword is None and a.star != "**"]:
        order = order_of(lineage)
        number = order.index(name) if name in order else len(positional)
        if any(a.star for a in positional[: number + 1]):
            return (lost(Why.SPREAD, cls.node.name),), True
        if not order:
            return (lost(Why.BY_POSITION, cls.node.name),), True
        if number < len(positional):
            return evaluator.evaluate(positional[number].value, instance.frame), True
    found: list[Meaning] = []
    for argument in (a for a in call.args if a.star == "**"):
        values, certain = evaluator.spread(argument.value, name, instance.frame)
        found += values
        if certain:
            return tuple(found), True
    return tuple(found), False


def given_in_file(evaluator: Evaluation, instance: Instance, name: str) -> Meanings:
    """Return what the calls in the file of a class that make an object of it give a field."""
    assert isinstance(instance.cls, ClassRef)
    module = at_large(instance.cls.file)
    found: list[Meaning] = []
    for call in module.file.calls_named(instance.cls.node.name):
        if instance.cls in evaluator.evaluate(call.func, module):
            found += given(evaluator, Instance(instance.cls, call, module), name)[0]
    return tuple(found)


def order_of(lineage: list[ClassRef]) -> list[str]:
    """Return the fields of a class with such a decorator or base, in the order of their values; of others nothing."""
    return list(dict.fromkeys(_order(lineage)))


def _order(lineage: list[ClassRef]) -> Iterator[str]:
    """The fields of a class that takes them by position, those of its bases first; nothing of any other class.

    Nor is there anything where some are not taken, or by keyword alone, or where the class makes its objects itself.
    """
    if any(map(_chooses, lineage)):
        return
    for cls in reversed(lineage):
        decorated = any(tree.last_name(tree.called(d)) in _DECORATORS for d in cls.node.decorators)
        if decorated or any(tree.last_name(base.value) == _BASE for base in cls.node.bases):
            for statement in cls.node.body:
                match statement:
                    case tree.Assign(targets=(tree.Name(id=name),), annotation=tree.Node() as annotation):
                        if not any("ClassVar" in said for said in tree.said(annotation)):
                            yield name


def _chooses(cls: ClassRef) -> bool:
    """Whether a class says which of its fields are taken, and how: `field(init=False)`, `@dataclass(kw_only=True)`."""
    body = (statement for statement in cls.node.body if not isinstance(statement, tree.Function | tree.Class))
    nodes = (node for part in (*cls.node.decorators, *body) for node in tree.walk_own(part))
    keywords = {a.keyword for node in nodes if isinstance(node, tree.Call) for a in node.args}
    return not keywords.isdisjoint({"init", "kw_only"}) or "__new__" in cls.file.methods(cls.node)
