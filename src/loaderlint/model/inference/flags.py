"""Flags: tests, around code, of what nothing changes. Two tests of one flag agree wherever they stand in a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from loaderlint.model.inference.outcomes import of_parts
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding

#: What is tested: what gives it its value, once and for all, its name, and the constant that it is compared with.
Flag: TypeAlias = tuple[tree.Node, str, str]

#: Whether a comparison asks if the two are the same.
_SAME = {"==": True, "is": True, "!=": False, "is_not": False}


def flags(file: File, node: tree.Node) -> Iterator[tuple[Flag, bool]]:
    """Yield the flags that are tested around code, innermost first, each with whether it is set there."""
    for test, holds in tests(file, node):
        yield from asked(file, test, holds=holds)


def asked(file: File, test: tree.Expr, *, holds: bool) -> Iterator[tuple[Flag, bool]]:
    """Yield the flags that a condition asks for, each with what it is if that is the condition's outcome."""
    for part, outcome in split(test, holds=holds):
        match part:
            case tree.Operation(op=op, operands=(subject, tree.Constant(value=value))) if op in _SAME:
                outcome, compared = outcome is _SAME[op], repr(value)
            case subject:
                compared = ""
        if isinstance(subject, tree.Name | tree.Attribute) and (given := giver(file, subject)) is not None:
            yield (*given, compared), outcome


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
        if leaving := file.leaving.get(above):
            before = tree.before(above, child)
            yield from ((statement.test, False) for statement in leaving if statement in before)
        if isinstance(above, tree.Function):
            return
        child = above


def main_guards(file: File, node: tree.Node) -> list[tree.If]:
    """Return the statements `if __name__ == "__main__":` around a node."""
    around = (above for above in file.scopes.ancestors(node) if isinstance(above, tree.If))
    return [
        above for above in around if any(isinstance(n, tree.Name) and n.id == "__name__" for n in tree.walk(above.test))
    ]


def runs_on_import(file: File, node: tree.Node) -> bool:
    """Whether code stands at the top level of its file, and not under `if __name__ == "__main__":`."""
    return file.scopes.function_at(node) is None and not main_guards(file, node)


def meet(places: Iterable[Place]) -> bool:
    """Whether pieces of code can all run in one run of a program, as far as flags decide that."""
    held = {flag for place in places for flag in flags(place.file, place.node)}
    return not any((flag, not is_set) in held for flag, is_set in held)


def exclude_each_other(one: Place, others: Iterable[Place]) -> bool:
    """Whether code never runs together with what the `others` lead to, since tests that are written alike differ.

    What is assigned in one of the others, and replaced right behind it under some condition, counts where that does not
    hold. A test in a loop may come out another way in the next turn.
    """
    held = [part for test, holds in _settled(one) for part in ((test, holds), *split(test, holds=holds))]
    return any(_outcome(test, held) is (not holds) for other in others for test, holds in _settled(other))


def _settled(place: Place) -> Iterator[tuple[tree.Expr, bool]]:
    """The conditions under which it comes to code, and what that assigns is kept, but for those in loops."""
    scopes = place.file.scopes
    for test, holds in (*tests(place.file, place.node), *_kept(place)):
        if not any(isinstance(above, tree.For | tree.While) for above in scopes.ancestors(test)):
            yield test, holds


def _kept(place: Place) -> Iterator[tuple[tree.Expr, bool]]:
    """The conditions under which what code assigns to a name is not replaced further down in its block."""
    scopes = place.file.scopes
    statement = scopes.parent.get(place.node)
    if not isinstance(statement, tree.Assign):
        return
    for later in tree.behind(scopes.parent[statement], statement):
        if isinstance(later, tree.If):
            for block, holds in ((later.body, False), (later.otherwise, True)):
                if any(_assigns_alike(step, statement) for step in block):
                    yield later.test, holds


def _assigns_alike(step: tree.Stmt, statement: tree.Assign) -> bool:
    """Whether a statement assigns to the same as another."""
    targets = step.targets if isinstance(step, tree.Assign) else ()
    return any(tree.are_alike(one, other) for one in targets for other in statement.targets)


def _outcome(test: tree.Expr, held: Iterable[tuple[tree.Expr, bool]]) -> bool | None:
    """What a condition gives where others, each with its outcome, are `held`; None if that does not follow."""
    for other, holds in held:
        if tree.are_alike(test, other):
            return holds
    return of_parts(test, lambda part: _outcome(part, held))


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


def giver(file: File, test: tree.Name | tree.Attribute) -> tuple[tree.Node, str] | None:
    """Return what gives a name, or an attribute of an object of the project, its value, if that is one place.

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
