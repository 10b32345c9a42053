"""What a class puts into its attributes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loaderlint.syntax import tree
from loaderlint.syntax.scope import Scopes, Step, taken_apart


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A value put into an attribute: `self.name = value` in `method`, or in a class body (`method` is None).

    `asks` is the outermost `if` around it that asks what the attribute is before: `if self.name is None`.
    """

    node: tree.Node
    value: tree.Expr | None
    method: tree.Function | None
    path: tuple[Step, ...] = ()
    asks: tree.If | None = None


def find_stored(cls: tree.Class, scopes: Scopes, methods: Iterable[tree.Function]) -> dict[str, list[Stored]]:
    """Return what a class and its methods put into its attributes, by attribute, in source order."""
    found: dict[str, list[Stored]] = {}
    for name, bindings in scopes.scope_of(cls).names.items():
        for binding in bindings:
            if binding.kind == "assign":
                found.setdefault(name, []).append(Stored(binding.node, binding.value, None, binding.path))
    for method in methods:
        if not method.params:
            continue
        me = method.params[0].name
        nodes = (node for node in tree.walk(method) if isinstance(node, tree.Assign | tree.For | tree.WithItem))
        for node in nodes:
            for target, value, path in _bound(node):
                if isinstance(target, tree.Attribute) and isinstance(target.value, tree.Name) and target.value.id == me:
                    asks = _asks_before(scopes, node, method, target)
                    found.setdefault(target.attr, []).append(Stored(node, value, method, path, asks))
    return found


def _asks_before(scopes: Scopes, node: tree.Node, method: tree.Function, target: tree.Attribute) -> tree.If | None:
    """The outermost `if` of a method around code that asks for the attribute which that sets."""
    above = (a for a in reversed(scopes.ancestors(node)) if isinstance(a, tree.If) and a.at > method.at)
    return next((a for a in above if any(_is_attribute(n, target) for n in tree.walk(a.test))), None)


def _is_attribute(node: tree.Node, other: tree.Attribute) -> bool:
    """Whether an expression is the same attribute of the same name as another."""
    match node, other:
        case tree.Attribute(value=tree.Name(id=owner), attr=attr), tree.Attribute(value=tree.Name(id=wanted)):
            return (owner, attr) == (wanted, other.attr)
    return False


#: The words without one of which no code of a file fills an object.
FILLING = ("setattr", "__dict__", "vars(")


def fills(node: tree.Node, me: str) -> bool:
    """Return whether code puts something into the object `me` under a name that is not written there."""
    match node:
        case tree.Call(func=tree.Name(id="setattr"), args=[tree.Argument(value=tree.Name(id=owner)), name, _]):
            return owner == me and isinstance(name.value, tree.Name)
        case tree.Call(func=tree.Attribute(attr="update", value=held)):
            return holds_attributes(held, me)
        case tree.Assign(targets=targets):
            written = (t.value for t in targets if isinstance(t, tree.Subscript) and isinstance(t.index[0], tree.Name))
            return any(holds_attributes(target, me) for target in (*targets, *written))
    return False


def holds_attributes(expr: tree.Expr, me: str) -> bool:
    """Return whether an expression is the dict of the attributes of the object `me`."""
    owner = owner_of_attributes(expr)
    return isinstance(owner, tree.Name) and owner.id == me


def owner_of_attributes(expr: tree.Expr) -> tree.Expr | None:
    """Return the object whose attributes are the dict that an expression is; None for any other expression."""
    match expr:
        case tree.Attribute(attr="__dict__", value=owner):
            return owner
        case tree.Call(func=tree.Name(id="vars"), args=[tree.Argument(value=owner)]):
            return owner
    return None


def _bound(node: tree.Assign | tree.For | tree.WithItem) -> list[tuple[tree.Expr, tree.Expr | None, tuple[Step, ...]]]:
    """The (target, value, path) triples of what binds names, with tuples taken apart."""
    pairs: list[tuple[tree.Expr, tree.Expr | None]] = []
    if isinstance(node, tree.Assign):
        pairs = [(t, None if node.op else node.value) for t in node.targets if node.value is not None]
    elif node.target is not None:
        pairs = [(node.target, None)]
    found: list[tuple[tree.Expr, tree.Expr | None, tuple[Step, ...]]] = []
    for target, value in pairs:
        if isinstance(target, tree.Sequence):
            found += [(item, value, (step,)) for item, step in taken_apart(target)]
        else:
            found.append((target, value, ()))
    return found
