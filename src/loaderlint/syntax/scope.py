"""Python's scopes over the plain tree: which statement gave a name its value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

from loaderlint.syntax import tree
from loaderlint.syntax.tree import Expr, Node

T = TypeVar("T", bound=Node)

Kind = Literal["import", "assign", "augment", "parameter", "function", "class", "loop", "with", "other"]


class Step(NamedTuple):
    """A step into a value that is unpacked: to a part, by number, `of` so many; None where one takes all the rest."""

    number: int
    of: int | None


@dataclass(slots=True, eq=False)
class Binding:
    """One place that gives a name a value.

    `value` is the expression assigned, iterated (loop) or entered (with); `path` says which part of it where it is
    unpacked: the second of two for `b` in `a, b = value`.
    """

    name: str
    kind: Kind
    node: Node
    value: Expr | None = None
    path: tuple[Step, ...] = ()


@dataclass(slots=True, eq=False)
class Scope:
    """A module, class, function, lambda or comprehension with the names bound in it, each in source order."""

    owner: Node
    parent: Scope | None
    names: dict[str, list[Binding]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)  # names declared global or nonlocal

    def lookup(self, name: str) -> tuple[Scope, list[Binding]] | None:
        """Find the scope that binds `name` as seen from here, by Python's rules; None for a builtin or unbound name."""
        scope: Scope | None = self
        while scope is not None:
            visible = scope is self or not isinstance(scope.owner, tree.Class)
            if visible and name in scope.names:
                return scope, scope.names[name]
            scope = scope.parent
        return None


class Scopes:
    """All scopes of a file and the parent of every node in it."""

    def __init__(self, module: tree.Module) -> None:
        self.module = module
        self.parent: dict[Node, Node] = {}  # in source order
        self._scopes: dict[Node, Scope] = {module: Scope(module, None)}
        # Of statements, where a scope begins, and of what was asked for before.
        self._within: dict[Node, Scope] = {module: self._scopes[module]}
        self._around: dict[Node, tuple[Node, ...]] = {}
        self._build()

    def __iter__(self) -> Iterator[Scope]:
        """Every scope of the file, outer ones first."""
        return iter(self._scopes.values())

    def every(self, kind: type[T]) -> list[T]:
        """Return every node of a kind, in source order."""
        return self._by_kind.get(kind, [])

    @cached_property
    def _by_kind(self) -> dict[type[Node], list[Any]]:
        found: dict[type[Node], list[Any]] = {}
        for node in self.parent:
            found.setdefault(type(node), []).append(node)
        return found

    def scope_of(self, owner: Node) -> Scope:
        """Return the scope that a module, class, function, lambda or comprehension opens."""
        return self._scopes[owner]

    def scope_at(self, node: Node) -> Scope:
        """Return the scope that the expression or statement `node` is evaluated in."""
        home = node
        while (scope := self._within.get(home)) is None:
            home = self.parent.get(home, self.module)
        self._within[node] = scope  # it is asked for the same nodes again and again
        return scope

    def function_at(self, node: Node) -> tree.Function | tree.Lambda | None:
        """Return the innermost function whose body holds `node`."""
        scope: Scope | None = self.scope_at(node)
        while scope is not None:
            if isinstance(scope.owner, tree.Function | tree.Lambda):
                return scope.owner
            scope = scope.parent
        return None

    def class_of(self, function: Node) -> tree.Class | None:
        """Return the class that `function` is a method of."""
        owner = self.scope_at(function).owner
        return owner if isinstance(owner, tree.Class) else None

    def ancestors(self, node: Node) -> tuple[Node, ...]:
        """Return the nodes around `node`, innermost first."""
        if (known := self._around.get(node)) is not None:
            return known
        found = []
        above = self.parent.get(node)
        while above is not None:
            found.append(above)
            above = self.parent.get(above)
        around = self._around[node] = tuple(found)  # it is asked for the same nodes again and again
        return around

    def leads_to(self, statement: Node, use: Node) -> bool:
        """Whether `statement` has certainly run when `use` is reached: it stands before it in a block around it.

        So does what stands in a `with` before it, unless that goes on after an exception.
        """
        parent = self.parent.get(statement)
        if isinstance(parent, tree.With) and parent.at < use.at and parent not in self.ancestors(use):
            return statement in parent.body and not tree.goes_on(parent) and self.leads_to(parent, use)
        chain = [use, *self.ancestors(use)]
        if parent is None or parent not in chain or statement in chain or statement.at > use.at:
            return False
        child = chain[chain.index(parent) - 1]
        blocks = (getattr(parent, part) for part in parent.parts)
        return any(isinstance(block, tuple) and statement in block and child in block for block in blocks)

    def _build(self) -> None:
        top, parent, within = self._scopes[self.module], self.parent, self._within
        stack: list[tuple[Node, Node, Scope]] = [(child, self.module, top) for child in reversed(self.module.body)]
        while stack:
            node, above, scope = stack.pop()
            parent[node] = above
            kind = type(node)
            if kind in _STATEMENTS or type(above) in _OPENING:
                within[node] = scope
            if bind := _BINDING.get(kind):
                bind(node, scope)
            if not node.parts:
                continue
            inside = tree.children(node)
            if kind in _OPENING:
                inner = self._scopes[node] = Scope(node, scope)
                if isinstance(node, tree.Function | tree.Lambda):
                    for param in node.params:
                        _add(inner, Binding(param.name, "parameter", param))
                outside = _evaluated_outside(node)
                stack += [(child, node, inner) for child in reversed(inside[outside:])]
                stack += [(child, node, scope) for child in reversed(inside[:outside])]
            else:
                stack += [(child, node, scope) for child in reversed(inside)]


def _evaluated_outside(owner: Node) -> int:
    """How many of the nodes inside are evaluated around a definition: bases, decorators, defaults (in `Parameter`)."""
    match owner:
        case tree.Class():
            return len(owner.bases) + len(owner.decorators)
        case tree.Function():
            return len(owner.params) + len(owner.decorators)
        case tree.Lambda():
            return len(owner.params)
    return 0


def _add(scope: Scope, binding: Binding) -> None:
    home: Scope | None = scope
    if binding.name in scope.elsewhere:
        home = scope.parent
        while home is not None and home.parent is not None:
            nonlocal_here = scope.elsewhere[binding.name] == "nonlocal" and binding.name in home.names
            if nonlocal_here:
                break
            home = home.parent
    (home or scope).names.setdefault(binding.name, []).append(binding)


def _targets(
    scope: Scope, kind: Kind, node: Node, target: Expr, value: Expr | None, path: tuple[Step, ...] = ()
) -> None:
    if isinstance(target, tree.Name):
        _add(scope, Binding(target.id, kind, node, value, path))
    elif isinstance(target, tree.Sequence):
        for item, step in taken_apart(target):
            _targets(scope, kind, node, item, value, (*path, step))
    elif isinstance(target, tree.Other) and target.kind == "starred":
        _targets(scope, kind, node, target.children[0], None)


def taken_apart(target: tree.Sequence) -> Iterator[tuple[Expr, Step]]:
    """Yield the targets in one that takes a value apart, each with the step to its part."""
    rest = any(map(tree.is_starred, target.items))
    for number, item in enumerate(target.items):
        yield item, Step(number, None if rest else len(target.items))


def _assign(node: tree.Assign, scope: Scope) -> None:
    if node.value is not None:
        for target in node.targets:
            _targets(scope, "augment" if node.op else "assign", node, target, node.value)


def _walrus(node: tree.Walrus, scope: Scope) -> None:
    while isinstance(scope.owner, tree.Comprehension) and scope.parent is not None:
        scope = scope.parent
    _targets(scope, "assign", node, node.target, node.value)


def _with(node: tree.WithItem, scope: Scope) -> None:
    if node.target is not None:
        _targets(scope, "with", node, node.target, node.value)


def _handler(node: tree.Handler, scope: Scope) -> None:
    if node.name is not None:
        _add(scope, Binding(node.name, "other", node))


def _captures(node: tree.Match, scope: Scope) -> None:
    for name in node.captures:
        _add(scope, Binding(name, "other", node))


def _import(node: tree.Import, scope: Scope) -> None:
    for name, alias in node.names:
        bound = alias or (name if node.source is not None else name.split(".")[0])
        _add(scope, Binding(bound, "import", node))


#: Statements that hold expressions.
_STATEMENTS = frozenset({tree.Assign, tree.Evaluate, tree.Return, tree.If, tree.For, tree.While, tree.With, tree.Try})

#: Nodes that open a scope.
_OPENING = frozenset({tree.Function, tree.Class, tree.Lambda, tree.Comprehension})

#: What nodes that bind names do in the scope that they stand in.
_BINDING: dict[type[Node], Callable[[Any, Scope], None]] = {
    tree.Function: lambda node, scope: _add(scope, Binding(node.name, "function", node)),
    tree.Class: lambda node, scope: _add(scope, Binding(node.name, "class", node)),
    tree.Assign: _assign,
    tree.Walrus: _walrus,
    tree.For: lambda node, scope: _targets(scope, "loop", node, node.target, node.iterable),
    tree.Clause: lambda node, scope: _targets(scope, "loop", node, node.target, node.iterable),
    tree.WithItem: _with,
    tree.Handler: _handler,
    tree.Match: _captures,
    tree.Import: _import,
    tree.Scoping: lambda node, scope: scope.elsewhere.update(dict.fromkeys(node.names, node.kind)),
}
