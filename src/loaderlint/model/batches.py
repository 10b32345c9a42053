"""Where batches come from: the loaders behind what is iterated, through generators and iterators that pass them on."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.calls import GENERATOR
from loaderlint.model.epochs import hands_through, iterated
from loaderlint.model.evaluate import Evaluator
from loaderlint.model.file import File, Place
from loaderlint.model.loader import built
from loaderlint.model.meaning import ClassRef, External, Frame, FunctionRef, Instance
from loaderlint.syntax import tree


class Batches:
    """Finds the loaders that batches come from."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        # Iterators and calls of generators that are being looked into: `next(self)`, or an attribute
        # that a generator of the same object is given for, leads back to them.
        self._open: set[Instance | Frame] = set()

    def loaders(self, file: File, expr: tree.Expr, frame: Frame | None) -> Iterator[Instance]:
        """Yield the loaders that iterating over `expr` takes batches from, through generators that yield them on."""
        if isinstance(expr, tree.Call):
            for callee in self._evaluator.evaluate(file, expr.func, frame):
                if isinstance(callee, FunctionRef):
                    yield from self._yielded(callee, expr, file, frame)
                elif isinstance(callee, External) and hands_through(callee.path):
                    for argument in expr.args:
                        yield from self.loaders(file, argument.value, frame)
        for value in iterated(self._evaluator, self._evaluator.evaluate(file, expr, frame)):
            if isinstance(value, Instance):
                if built(self._evaluator, value, Place(file, expr)):
                    yield value
                elif isinstance(value.cls, ClassRef):
                    yield from self._wrapped(value, file, frame)
                elif value.cls.path == GENERATOR and value.call is not expr and value.call is not None:
                    yield from self.loaders(value.file, value.call, value.frame)

    def _wrapped(self, wrapper: Instance, file: File, frame: Frame | None) -> Iterator[Instance]:
        """The loaders that an object of the project takes batches from when it is iterated itself."""
        if wrapper in self._open:
            return
        self._open.add(wrapper)
        try:
            yield from self._taken_by(wrapper, file, frame)
        finally:
            self._open.discard(wrapper)

    def _taken_by(self, wrapper: Instance, file: File, frame: Frame | None) -> Iterator[Instance]:
        """The loaders that the methods of an iterator go through or take from."""
        assert isinstance(wrapper.cls, ClassRef)
        objects = self._evaluator.objects
        for method in objects.attribute(wrapper, "__iter__"):
            if isinstance(method, FunctionRef):
                yield from self._yielded(method, None, file, frame)
        lineage = objects.lineage(wrapper.cls)
        if not any({"__iter__", "__next__"} & cls.file.methods(cls.node).keys() for cls in lineage):
            return
        for cls in lineage:
            for name, function in cls.file.methods(cls.node).items():
                inner = objects.init_frame(wrapper, cls) if name == "__init__" else None
                inner = inner or Frame(function, None, cls.file, None, wrapper)
                for taken in _iterators_made(function):
                    yield from self.loaders(cls.file, taken, inner)

    def _yielded(
        self, function: FunctionRef, call: tree.Call | None, file: File, frame: Frame | None
    ) -> Iterator[Instance]:
        inner = self._evaluator.calls.enter(function, call, file, frame)
        if inner is None or isinstance(function.node, tree.Lambda) or function.file.returned(function.node) is not None:
            return
        if inner in self._open:
            return
        self._open.add(inner)
        try:
            for node in tree.walk_own(function.node):
                match node:
                    case tree.For(body=body, iterable=iterable) if any(map(yields_on, body)):
                        yield from self.loaders(function.file, iterable, inner)
                    case tree.Other(kind="yield from", children=(source, *_)):
                        yield from self.loaders(function.file, source, inner)
        finally:
            self._open.discard(inner)


def yields_on(node: tree.Node) -> bool:
    """Whether code makes the function around it a generator."""
    return any(isinstance(n, tree.Other) and n.kind in ("yield", "yield from") for n in tree.walk_own(node))


def _iterators_made(function: tree.Function) -> Iterator[tree.Expr]:
    """What the code of an iterator's method hands to `iter` or takes from with `next`."""
    for node in tree.walk_own(function):
        match node:
            case tree.Call(func=tree.Name(id="iter" | "next"), args=(tree.Argument(value=value, star=""), *_)):
                yield value
            case tree.Call(func=tree.Attribute(attr="__iter__" | "next" | "__next__", value=value), args=()):
                yield value
