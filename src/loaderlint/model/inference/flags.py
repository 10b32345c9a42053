"""Flags: tests, around code, of what nothing changes. Two tests of one flag agree wherever they stand in a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding

#: What is tested: what gives it its value, once and for all, and what is asked of that.
Flag: TypeAlias = tuple[tree.Node, str]


def flags(file: File, node: tree.Node) -> Iterator[tuple[Flag, bool]]:
    """Yield the flags that are tested around code, innermost first, each with whether it is set there."""
    for test, holds in tests(file, node):
        for part, outcome in split(test, holds=holds):
            if isinstance(part, tree.Name | tree.Attribute) and (flag := _flag(file, part)) is not None:
                yield flag, outcome


def tests(file: File, node: tree.Node) -> Iterator[tuple[tree.Expr, bool]]:
    """Yield the conditions that decide in a function whether it comes to code, innermost first, each with its outcome.

    A condition that leaves the function before is one of them.
    """
    child = node
    for above in file.scopes.ancestors(node):
        match above:
            case tree.If(test=test, body=body) if child is not test:
                yield test, child in body
            case tree.Conditional(test=test, then=then) if child is not test:
                yield test, child is then
        for statement in tree.before(above, child):
            if isinstance(statement, tree.If) and not statement.otherwise and _returns(statement.body):
                yield statement.test, False
        if isinstance(above, tree.Function):
            return
        child = above


def main_guards(file: File, node: tree.Node) -> list[tree.If]:
    """Return the statements `if __name__ == "__main__":` around a node."""
    around = (above for above in file.scopes.ancestors(node) if isinstance(above, tree.If))
    return [
        above for above in around if any(isinstance(n, tree.Name) and n.id == "__name__" for n in tree.walk(above.test))
    ]


def meet(places: Iterable[Place]) -> bool:
    """Whether pieces of code can all run in one run of a program, as far as flags decide that."""
    held = {flag for place in places for flag in flags(place.file, place.node)}
    return not any((flag, not is_set) in held for flag, is_set in held)


def exclude_each_other(one: Place, other: Place) -> bool:
    """Whether two pieces of code stand in different branches of one `if`, outside of loops that might run both."""
    if one.file is not other.file:
        return False
    scopes = one.file.scopes
    inside, around = [one.node, *scopes.ancestors(one.node)], [other.node, *scopes.ancestors(other.node)]
    shared = next((above for above in inside if above in around), None)
    if not isinstance(shared, tree.If) or any(isinstance(a, tree.For | tree.While) for a in scopes.ancestors(shared)):
        return False
    ways = {inside[inside.index(shared) - 1] in shared.body, around[around.index(shared) - 1] in shared.body}
    return len(ways) == 2


def switch(file: File, test: tree.Expr) -> bool | None:
    """Return what a test of a constant gives, or of a name that is one throughout, such as `USE_CACHE = False`.

    None for any other.
    """
    match test:
        case tree.Constant(value=constant):
            return bool(constant)
        case tree.Operation(op="not", operands=(operand,)):
            held = switch(file, operand)
            return None if held is None else not held
        case tree.Name() if found := file.scopes.scope_at(test).lookup(test.id):
            match found:
                case home, [Binding(kind="assign", value=tree.Constant(value=bool(held)))]:
                    return None if isinstance(home.owner, tree.Class) else held
    return None


def split(test: tree.Expr, *, holds: bool) -> Iterator[tuple[tree.Expr, bool]]:
    """Yield the parts of a condition whose outcomes follow from its own, each with that: both of `a and b` hold."""
    match test:
        case tree.Operation(op="not", operands=(operand,)):
            yield from split(operand, holds=not holds)
        case tree.Operation(op="and" | "or" as op, operands=operands) if holds is (op == "and"):
            for operand in operands:
                yield from split(operand, holds=holds)
        case _:
            yield test, holds


def _flag(file: File, test: tree.Name | tree.Attribute) -> Flag | None:
    """What a test asks, if that is given its value in one place: a name, or an attribute of an object of the project.

    `self.train`, where `__init__` stores its parameter `train`, is that parameter.
    """
    *_, root = tree.walk(test)
    binding = _only_binding(file, root) if isinstance(root, tree.Name) and tree.dotted(test) else None
    if binding is None:
        return None
    if isinstance(test, tree.Attribute) and test.value is root:
        method = file.scopes.function_at(root)
        cls = file.scopes.class_of(method) if isinstance(method, tree.Function) else None
        if method is not None and cls is not None and method.params and binding.node is method.params[0]:
            stored = file.stored(cls).get(test.attr, [])
            if len(stored) != 1 or stored[0].method is None or stored[0].method.name != "__init__":
                return None
            value = stored[0].value
            given = _only_binding(file, value) if isinstance(value, tree.Name) else None
            return (given.node, given.name) if given else (stored[0].node, test.attr)
    if any(isinstance(n, tree.Attribute) and n.attr in file.assigned_attributes for n in tree.walk(test)):
        return None
    return binding.node, tree.dotted(test) or ""


def _only_binding(file: File, name: tree.Name) -> Binding | None:
    found = file.scopes.scope_at(name).lookup(name.id)
    return found[1][0] if found is not None and len(found[1]) == 1 else None


def _returns(block: tuple[tree.Stmt, ...]) -> bool:
    """Whether a block ends by leaving its function."""
    last = block[-1] if block else None
    return isinstance(last, tree.Return) or (isinstance(last, tree.Evaluate) and last.kind == "raise")
