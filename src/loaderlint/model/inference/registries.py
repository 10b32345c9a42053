"""Registries: tables that decorators fill with classes and functions of the project, which others look up by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from loaderlint.model import limits
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import (
    ClassRef,
    Frame,
    FunctionRef,
    Instance,
    Mapping,
    Meaning,
    Meanings,
    Member,
    at_large,
    lost,
)
from loaderlint.model.libraries.facts import Fact, Gives
from loaderlint.model.project.file import File
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class _Registry:
    """A table, and what decorates what is put into it: functions, or methods of the object that the call `made` makes.

    One of the `words` stands in each such decorator. They are looked for around `file`.
    """

    file: File
    words: tuple[str, ...]
    functions: tuple[tree.Function, ...]
    made: tree.Call | None

    def is_filled_by(self, decorator: Meaning) -> bool:
        """Whether a decorator puts what it decorates into the table."""
        match decorator:
            case Member(owner=owner):
                return not self.functions and owner.call is self.made
            case FunctionRef(node=tree.Function() as function, receiver=receiver):
                return function in self.functions and self.made in (None, receiver and receiver.call)
        return False


class Registries:
    """Tells what is registered in tables."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._filling: dict[File, list[tuple[tree.Expr, tree.Function]]] = {}

    def registered(self, table: Meaning, name: str | None = None) -> Meanings:
        """Return what is registered in a table under a name; where nothing is, all that is, and others perhaps.

        In a table that no decorators fill, nothing is.
        """
        registry = self._registry(table)
        if registry is None:
            return ()
        if name is not None and (found := tuple(self._entries(registry, name))):
            return found
        found = tuple(islice(self._entries(registry), limits.REGISTERED))
        return (*found, lost(Why.BY_NAME, f"what `{registry.words[0]}` decorates")) if found else ()

    def _registry(self, table: Meaning) -> _Registry | None:
        """What fills a table; None where no decorator does."""
        match table:
            case Instance(call=tree.Call() as made, fact=Fact(gives=Gives.REGISTRY)):
                word = _kept_as(table.file, made)
                return _Registry(table.file, (word,), (), made) if word else None
            case Mapping() | Instance(call=tree.Call()):
                return self._own(table)
        return None

    def _own(self, table: Mapping | Instance) -> _Registry | None:
        """What fills a table of the project."""
        file, made = table.frame.file, _node(table)
        functions = self._functions(file, made) if made is not None and _kept_as(file, made) else ()
        keeper = table.frame.receiver
        if not functions:
            return None
        if keeper is None or keeper.call is None:
            return _Registry(file, tuple(sorted({function.name for function in functions})), functions, None)
        word = _kept_as(keeper.file, keeper.call)
        return _Registry(keeper.file, (word,), functions, keeper.call) if word else None

    def _functions(self, file: File, table: tree.Node) -> tuple[tree.Function, ...]:
        """The functions of a file that put what they are given into a table, themselves or by way of one of these."""
        if file not in self._filling:
            self._filling[file] = list(_filling(file))
        module = at_large(file)
        direct = [
            function
            for owner, function in self._filling[file]
            if any(_node(value) is table for value in self._evaluator.evaluate(owner, module))
        ]
        calling = (_outermost(file, call) for f in direct for call in file.calls_named(f.name))
        return tuple(dict.fromkeys((*direct, *(function for function in calling if function is not None))))

    def _entries(self, registry: _Registry, name: str | None = None) -> Iterator[Meaning]:
        """What is registered, all of it or under a name."""
        decorating = self._evaluator.project.decorating
        for module in dict.fromkeys(m for word in registry.words for m in decorating(registry.file, word, name)):
            frame = at_large(module)
            for node in module.tree.body:
                if isinstance(node, tree.Class | tree.Function) and self._is_in(registry, node, name, frame):
                    yield ClassRef(module, node) if isinstance(node, tree.Class) else FunctionRef(node, frame)

    def _is_in(self, registry: _Registry, node: tree.Class | tree.Function, name: str | None, frame: Frame) -> bool:
        """Whether one of the decorators puts a class or a function into a registry, under a name if one is given."""
        return any(
            registry.is_filled_by(callee)
            for decorator in node.decorators
            if name is None or name.lower() in _names(node, decorator)
            for callee in self._evaluator.evaluate(tree.called(decorator), frame)
        )


def is_registry(value: Meaning) -> bool:
    """Whether a value is a registry of a library."""
    return isinstance(value, Instance) and value.fact.gives is Gives.REGISTRY


def _node(value: Meaning) -> tree.Node | None:
    """The expression that makes a table."""
    return value.node if isinstance(value, Mapping) else value.call if isinstance(value, Instance) else None


def _kept_as(file: File, made: tree.Node) -> str:
    """The name, or that of the attribute, that something is given as it is made; empty where it is given none."""
    match file.scopes.parent.get(made):
        case tree.Assign(targets=(target,)):
            return tree.last_name(target)
    return ""


def _filling(file: File) -> Iterator[tuple[tree.Expr, tree.Function]]:
    """Yield each table that a function puts a name under a key that is not written, and the function."""
    for assign in file.scopes.every(tree.Assign):
        match assign:
            case tree.Assign(targets=(tree.Subscript(value=owner, index=(key,)),), value=tree.Name(), op=""):
                if not isinstance(key, tree.Constant) and (function := _outermost(file, assign)) is not None:
                    yield owner, function


def _outermost(file: File, node: tree.Node) -> tree.Function | None:
    """The function around a node that stands in no other."""
    return next((f for f in reversed(file.scopes.ancestors(node)) if isinstance(f, tree.Function)), None)


def _names(decorated: tree.Class | tree.Function, decorator: tree.Expr) -> set[str]:
    """What something may be registered as, in small letters: what its decorator says, or else its own name."""
    said = {n.value.lower() for n in tree.walk(decorator) if isinstance(n, tree.Constant) and isinstance(n.value, str)}
    return said or {decorated.name.lower()}
