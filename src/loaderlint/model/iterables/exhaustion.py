"""Iterable datasets whose `__iter__` gives the same iterator every time: after one pass it is at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, External, FunctionRef, Instance, at_large
from loaderlint.model.libraries.facts import Fact, Gives
from loaderlint.model.project.file import Place
from loaderlint.model.project.stored import Stored
from loaderlint.syntax import tree

_RESETTING_METHODS = {"seek", "reset", "rewind"}


@dataclass(frozen=True, slots=True)
class UsedUp:
    """What `__iter__` returns, at `returned`, and where that is made once: None where it is the dataset itself."""

    returned: Place
    made: Place | None


def used_up(evaluator: Evaluator, dataset: Instance) -> UsedUp | None:
    """Return why a second pass over a dataset is empty; None where it is not, or in doubt."""
    methods = evaluator.attributes.attribute(dataset, "__iter__")
    if len(methods) != 1 or not isinstance(methods[0], FunctionRef) or not isinstance(dataset.cls, ClassRef):
        return None
    function = methods[0].node
    if not isinstance(function, tree.Function) or not function.params or _does_more(function):
        return None
    search = _Search(evaluator, dataset.cls, methods[0], function.params[0].name)
    return search.run()


def _does_more(function: tree.Function) -> bool:
    """Whether code assigns to attributes, which may be a reset."""
    return any(
        isinstance(n, tree.Assign) and any(isinstance(t, tree.Attribute) for t in n.targets)
        for n in tree.walk_own(function)
    )


class _Search:
    def __init__(self, evaluator: Evaluator, cls: ClassRef, method: FunctionRef, me: str) -> None:
        self._evaluator = evaluator
        self._lineage = evaluator.attributes.lineage(cls)
        self._method = method
        self._me = me

    def run(self) -> UsedUp | None:
        nodes = list(tree.walk_own(self._method.node))
        iterated = [n.iterable for n in nodes if isinstance(n, tree.For)]
        iterated += [n.children[0] for n in nodes if isinstance(n, tree.Other) and n.kind == "yield from"]
        returned = [n.value for n in nodes if isinstance(n, tree.Return) and n.value is not None]
        yields = tree.yields(self._method.node)
        given = iterated if yields else returned
        if len(given) != 1:
            return None
        place = Place(self._method.file, given[0])
        if tree.dotted(given[0]) == self._me and not yields:
            return UsedUp(place, None) if self._next_ends() else None
        made = self._iterator(given[0])
        return None if made is None else UsedUp(place, made)

    def _iterator(self, expr: tree.Expr) -> Place | None:
        """Where the iterator is made that `expr` takes from, if it is made once and never again."""
        match expr:
            case tree.Attribute(value=tree.Name(id=owner), attr=attr) if owner == self._me:
                return self._kept(attr)
            case tree.Call(func=func, args=args) if _passes_on(self._evaluator.fact(func, at_large(self._method.file))):
                found = [place for a in args if (place := self._iterator(a.value))]
                return found[0] if found else None
        return None

    def _kept(self, attr: str) -> Place | None:
        stores = [(cls, s) for cls in self._lineage for s in cls.file.stored(cls.node).get(attr, ())]
        if len(stores) != 1 or self._is_reset(attr):
            return None
        cls, store = stores[0]
        if store.method is None or store.method.name != "__init__" or store.value is None or store.path:
            return None
        return Place(cls.file, store.value) if self._is_iterator(cls, store) else None

    def _is_iterator(self, cls: ClassRef, store: Stored) -> bool:
        match store.value:
            case tree.Comprehension(kind="GeneratorExp"):
                return True
            case tree.Call(func=func, args=args):
                callees = self._evaluator.evaluate(func, at_large(cls.file))
                match callees[0] if len(callees) == 1 else None:
                    case External(fact=fact):
                        over = fact.gives is not Gives.ITERATOR or len(args) == 1
                        return bool(fact.iterator) and over and not _is_endless(self._evaluator, cls, args)
                    case FunctionRef(node=tree.Function() as node):
                        ends = not any(isinstance(n, tree.While) for n in tree.walk_own(node))
                        return ends and tree.yields(node)
        return False

    def _is_reset(self, attr: str) -> bool:
        """Whether a method of the class, or other code in its file, starts `attr` again."""
        rewound = (
            node.attr in _RESETTING_METHODS and tree.last_name(node.value) == attr
            for cls in self._lineage
            for node in cls.file.scopes.every(tree.Attribute)
        )
        return any(rewound) or any(function is not self._init(cls) for cls, function, _ in self._assignments(attr))

    def _assignments(self, attr: str) -> Iterator[tuple[ClassRef, tree.Node | None, tree.Assign]]:
        """Where `attr` of such an object may be set: in its classes, or on what is not the `self` of another."""
        ours = [cls.node for cls in self._lineage]
        for cls in self._lineage:
            scopes = cls.file.scopes
            for node in scopes.every(tree.Assign):
                for target in node.targets:
                    if isinstance(target, tree.Attribute) and target.attr == attr:
                        function = scopes.function_at(node)
                        owner = scopes.class_of(function) if isinstance(function, tree.Function) else None
                        own_self = isinstance(function, tree.Function) and _is_self(function, target.value)
                        if owner is None or owner in ours or not own_self:
                            yield cls, function, node

    @staticmethod
    def _init(cls: ClassRef) -> tree.Function | None:
        return cls.file.methods(cls.node).get("__init__")

    def _next_ends(self) -> bool:
        """Whether `__next__` comes to an end, and nothing brings it back."""
        for cls in self._lineage:
            method = cls.file.methods(cls.node).get("__next__")
            if method is None:
                continue
            nodes = list(tree.walk_own(method))
            me = method.params[0].name if method.params else ""
            for node in nodes:
                match node:
                    case tree.Call(func=tree.Name(id="next"), args=(tree.Argument(value=tree.Attribute(attr=attr)),)):
                        return self._kept(attr) is not None
            stops = any(isinstance(n, tree.Name) and n.id == "StopIteration" for n in nodes)
            counted = {
                t.attr
                for n in nodes
                if isinstance(n, tree.Assign) and n.op == "+"
                for t in n.targets
                if isinstance(t, tree.Attribute) and isinstance(t.value, tree.Name) and t.value.id == me
            }
            return stops and len(counted) == 1 and not self._is_counter_reset(method, counted.pop())
        return False

    def _is_counter_reset(self, method: tree.Function, attr: str) -> bool:
        """Whether a counter is set anywhere but in `__init__`, other than by counting in `__next__`."""
        return any(
            function is not self._init(cls) and not (function is method and node.op == "+")
            for cls, function, node in self._assignments(attr)
        )


def _is_self(function: tree.Function, expr: tree.Expr) -> bool:
    return bool(function.params) and isinstance(expr, tree.Name) and expr.id == function.params[0].name


def _is_endless(evaluator: Evaluator, cls: ClassRef, args: tuple[tree.Argument, ...]) -> bool:
    calls = [n for a in args for n in tree.walk(a) if isinstance(n, tree.Call)]
    return any(evaluator.fact(c.func, at_large(cls.file)).endless for c in calls)


def _passes_on(fact: Fact) -> bool:
    """Whether a function of a library gives an iterator over what it is given."""
    return bool(fact.iterator) and fact.passes is not None
