"""Python's scopes over the plain tree: which statement gave a name its value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from loaderlint.syntax import tree
from loaderlint.syntax.tree import Expr, Node

Kind = Literal["import", "assign", "augment", "parameter", "function", "class", "loop", "with", "other"]


@dataclass(slots=True, eq=False)
class Binding:
    """One place that gives a name a value.

    `value` is the expression assigned, iterated (loop) or entered (with); `path` says which part of it where it is
    unpacked: `(1,)` for `b` in `a, b = value`.
    """

    name: str
    kind: Kind
    node: Node
    value: Expr | None = None
    path: tuple[int, ...] = ()


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
        self.parent: dict[Node, Node] = {}
        self._scopes: dict[Node, Scope] = {module: Scope(module, None)}
        self._build()

    def __iter__(self) -> Iterator[Scope]:
        """Every scope of the file, outer ones first."""
        return iter(self._scopes.values())

    def scope_of(self, owner: Node) -> Scope:
        """Return the scope that a module, class, function, lambda or comprehension opens."""
        return self._scopes[owner]

    def scope_at(self, node: Node) -> Scope:
        """Return the scope that the expression or statement `node` is evaluated in."""
        child, parent = node, self.parent.get(node)
        while parent is not None:
            if parent in self._scopes and not _evaluated_outside(parent, child):
                return self._scopes[parent]
            child, parent = parent, self.parent.get(parent)
        return self._scopes[self.module]

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

    def ancestors(self, node: Node) -> list[Node]:
        """Return the nodes around `node`, innermost first."""
        found = []
        while (above := self.parent.get(node)) is not None:
            found.append(above)
            node = above
        return found

    def leads_to(self, statement: Node, use: Node) -> bool:
        """Whether `statement` has certainly run when `use` is reached: it stands before it in a block around it."""
        parent = self.parent.get(statement)
        chain = [use, *self.ancestors(use)]
        if parent is None or parent not in chain or statement in chain or statement.at > use.at:
            return False
        child = chain[chain.index(parent) - 1]
        blocks = (getattr(parent, part) for part in parent.parts)
        return any(isinstance(block, tuple) and statement in block and child in block for block in blocks)

    def _build(self) -> None:
        stack: list[tuple[Node, Scope]] = [(self.module, self._scopes[self.module])]
        while stack:
            node, scope = stack.pop()
            inner = scope
            if isinstance(node, tree.Function | tree.Class | tree.Lambda | tree.Comprehension):
                inner = self._scopes[node] = Scope(node, scope)
            self._bind(node, scope, inner)
            below = []
            for child in tree.children(node):
                self.parent[child] = node
                below.append((child, scope if inner is not scope and _evaluated_outside(node, child) else inner))
            stack.extend(reversed(below))

    def _bind(self, node: Node, scope: Scope, inner: Scope) -> None:
        match node:
            case tree.Function():
                _add(scope, Binding(node.name, "function", node))
                self._parameters(node.params, inner)
            case tree.Class():
                _add(scope, Binding(node.name, "class", node))
            case tree.Lambda():
                self._parameters(node.params, inner)
            case tree.Assign(value=tree.Node()):
                for target in node.targets:
                    _targets(scope, "augment" if node.op else "assign", node, target, node.value)
            case tree.Walrus():
                home = scope
                while isinstance(home.owner, tree.Comprehension) and home.parent is not None:
                    home = home.parent
                _targets(home, "assign", node, node.target, node.value)
            case tree.For():
                _targets(scope, "loop", node, node.target, node.iterable)
            case tree.Clause():
                _targets(scope, "loop", node, node.target, node.iterable)
            case tree.WithItem() if node.target is not None:
                _targets(scope, "with", node, node.target, node.value)
            case tree.Handler(name=str(name)):
                _add(scope, Binding(name, "other", node))
            case tree.Match():
                for name in node.captures:
                    _add(scope, Binding(name, "other", node))
            case tree.Import():
                for name, alias in node.names:
                    bound = alias or (name if node.source is not None else name.split(".")[0])
                    _add(scope, Binding(bound, "import", node))
            case tree.Scoping():
                scope.elsewhere.update(dict.fromkeys(node.names, node.kind))

    @staticmethod
    def _parameters(params: tuple[tree.Parameter, ...], inner: Scope) -> None:
        for param in params:
            _add(inner, Binding(param.name, "parameter", param))


def _evaluated_outside(owner: Node, child: Node) -> bool:
    """Decorators, bases and defaults of a definition are evaluated around it; `Parameter` nodes hold the defaults."""
    if isinstance(owner, tree.Class):
        return child in owner.bases or child in owner.decorators
    if isinstance(owner, tree.Function):
        return child in owner.params or child in owner.decorators
    return isinstance(owner, tree.Lambda) and child in owner.params


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
    scope: Scope, kind: Kind, node: Node, target: Expr, value: Expr | None, path: tuple[int, ...] = ()
) -> None:
    if isinstance(target, tree.Name):
        _add(scope, Binding(target.id, kind, node, value, path))
    elif isinstance(target, tree.Sequence):
        for number, item in enumerate(target.items):
            _targets(scope, kind, node, item, value, (*path, number))
    elif isinstance(target, tree.Other) and target.kind == "starred":
        _targets(scope, kind, node, target.children[0], None)
