"""Where batches come from: the loaders behind what is iterated, through generators and iterators that pass them on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import (
    ClassRef,
    External,
    Frame,
    FunctionRef,
    Instance,
    Mark,
    Meaning,
    Member,
    Unknown,
    at_large,
    mark,
)
from loaderlint.model.inference.walk import expand
from loaderlint.model.inference.written import written
from loaderlint.model.libraries.facts import NOTHING, Gives
from loaderlint.model.loaders.loader import built, instances
from loaderlint.model.project.file import File
from loaderlint.model.training.epoch_loops import handed_through
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class _Source:
    """An expression that is iterated over, or that batches are taken from."""

    expr: tree.Expr
    frame: Frame


#: What batches are taken from: an expression, or what one can mean.
_Stream: TypeAlias = _Source | Meaning

#: A stream, and whether what passes it on begins it anew, again and again.
_Passed: TypeAlias = tuple[_Stream, bool]


def _mark(passed: _Passed) -> Mark:
    stream, again = passed
    if isinstance(stream, _Source):
        return stream.expr, mark(stream.frame), again
    return mark(stream), again


#: Methods that begin an iteration, rather than go on with it.
_BEGINNINGS = ("__init__", "__iter__")


class Batches:
    """Finds the loaders that batches come from."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._made: dict[tree.Function, tuple[tuple[tree.Expr, bool], ...]] = {}
        self._yields: dict[tree.Function, tuple[tuple[tree.Expr, bool], ...]] = {}

    def loaders(self, expr: tree.Expr, frame: Frame) -> dict[Instance, bool]:
        """Return the loaders that iterating over `expr` takes batches from, through generators that yield them on.

        Each with whether it is begun anew in the course of one iteration.
        """
        objects = self.objects(expr, frame)
        return {made: again for made, again in objects.items() if built(self._evaluator, made)}

    def objects(self, expr: tree.Expr, frame: Frame) -> dict[Instance, bool]:
        """Return all objects that `loaders` finds on its way, the loaders among them."""
        found: dict[Instance, bool] = {}
        for stream, again in self._streams(expr, frame):
            if isinstance(stream, Instance) and stream.call is not None:
                found[stream] = found.get(stream, False) or (again and not _is_made_in_turn(stream))
        return found

    def sources(self, expr: tree.Expr, frame: Frame) -> Iterator[tuple[tree.Expr, Frame]]:
        """Yield what iterating over `expr` goes through, or takes from, on the way to the loaders."""
        return ((s.expr, s.frame) for s, _ in self._streams(expr, frame) if isinstance(s, _Source))

    def _streams(self, expr: tree.Expr, frame: Frame) -> Iterator[_Passed]:
        iterated: _Passed = (_Source(expr, frame), False)
        return expand([iterated], self._passed_on, _mark)

    def may_replace(self, made: Instance, expr: tree.Expr, frame: Frame) -> bool:
        """Whether iterating over `expr` may take batches, in place of a loader, from what unseen code made of it."""
        unseen = [s for s, _ in self._streams(expr, frame) if _is_unseen(s)]
        if not unseen:
            return False
        made_by = [stream.owner if isinstance(stream, Member) else stream for stream in unseen]
        calls = [(one.call, one.frame) for one in made_by if isinstance(one, Instance) and one.call is not None]
        calls += [(part, around) for part, around in written(expr, frame) if isinstance(part, tree.Call)]
        given = [(call, around) for call, around in calls if self._is_given(made, call, around)]
        passed_on = any(made in instances(self._evaluator, self._evaluator.evaluate(*one)) for one in given)
        return bool(given) and not passed_on

    def _is_given(self, made: Instance, call: tree.Call, frame: Frame) -> bool:
        """Whether a call of something that nothing is known of gets a loader."""
        if self._evaluator.fact(call.func, frame) is not NOTHING:
            return False
        return any(made in self._evaluator.evaluate(argument.value, frame) for argument in call.args)

    def _passed_on(self, passed: _Passed) -> Iterator[_Passed]:
        stream, again = passed
        return ((behind, again or anew) for behind, anew in self._behind(stream))

    def _behind(self, stream: _Stream) -> Iterator[_Passed]:
        """What a stream passes on."""
        plain: Iterable[_Stream] = ()
        match stream:
            case _Source(expr=tree.Call() as call, frame=frame):
                yield from self._called(call, frame)
                plain = self._evaluator.evaluate(call, frame)
            case _Source(expr=expr, frame=frame):
                plain = self._evaluator.evaluate(expr, frame)
            case Instance(cls=ClassRef() as cls):
                if not built(self._evaluator, stream):
                    yield from self._taken_by(stream, cls)
            case Instance(call=tree.Call() as call) if stream.fact.gives is Gives.GENERATOR:
                plain = (_Source(call, stream.frame),)
            case Instance():
                plain = handed_through(self._evaluator, stream)
        yield from ((behind, False) for behind in plain)

    def _called(self, call: tree.Call, frame: Frame) -> Iterator[_Passed]:
        """What a call of a generator, or of `enumerate` and the like, passes on."""
        for callee in self._evaluator.evaluate(call.func, frame):
            if isinstance(callee, FunctionRef):
                yield from self._yielded(callee, call, frame)
            elif isinstance(callee, External) and callee.fact.hands_through:
                yield from ((_Source(argument.value, frame), False) for argument in call.args)

    def _taken_by(self, wrapper: Instance, cls: ClassRef) -> Iterator[_Passed]:
        """What the methods of an object of the project go through, or take from, when it is iterated itself."""
        objects = self._evaluator.attributes
        for method in objects.attribute(wrapper, "__iter__"):
            if isinstance(method, FunctionRef):
                yield from self._yielded(method, None, at_large(method.file))
        lineage = objects.lineage(cls)
        if not any({"__iter__", "__next__"} & c.file.methods(c.node).keys() for c in lineage):
            return
        for c in lineage:
            for name, function in c.file.methods(c.node).items():
                inner = objects.frame_of(wrapper, c, function)
                if function not in self._made:
                    self._made[function] = tuple(_taken(function))
                for taken, begun in self._made[function]:
                    yield _Source(taken, inner), begun and name not in _BEGINNINGS

    def _yielded(self, function: FunctionRef, call: tree.Call | None, frame: Frame) -> Iterator[_Passed]:
        """What a generator yields on."""
        inner = self._evaluator.calls.enter(function, call, frame)
        if inner is None or isinstance(function.node, tree.Lambda) or function.file.returned(function.node) is not None:
            return
        if function.node not in self._yields:
            self._yields[function.node] = tuple(_yielded_by(function.file, function.node))
        for source, anew in self._yields[function.node]:
            yield _Source(source, inner), anew


def _yielded_by(file: File, function: tree.Function) -> Iterator[tuple[tree.Expr, bool]]:
    """What a generator yields the parts of, each with whether it goes through that again and again."""
    for node in tree.walk_own(function):
        match node:
            case tree.For(body=body, iterable=iterable) if any(map(tree.yields, body)):
                yield iterable, _is_in_loop(file, node)
            case tree.Other(kind="yield from", children=(source, *_)):
                yield source, _is_in_loop(file, node)
    for taken, begun in _taken(function):
        yield taken, begun and _is_in_loop(file, taken)


def _is_in_loop(file: File, node: tree.Node) -> bool:
    """Whether code runs in a loop of the function that it stands in."""
    for above in file.scopes.ancestors(node):
        if isinstance(above, tree.Function | tree.Lambda):
            return False
        if isinstance(above, tree.For | tree.While):
            return True
    return False


def _is_made_in_turn(made: Instance) -> bool:
    """Whether the loop of a generator builds a loader itself: then each pass takes another one."""
    assert made.call is not None
    function = made.file.scopes.function_at(made.call)
    return isinstance(function, tree.Function) and tree.yields(function) and _is_in_loop(made.file, made.call)


def _is_unseen(stream: _Stream) -> bool:
    """Whether nothing is known of what a stream is."""
    match stream:
        case (Instance(cls=External()) as made) | Member(owner=made):
            return made.fact is NOTHING
    return isinstance(stream, Unknown)


def _taken(function: tree.Function) -> Iterator[tuple[tree.Expr, bool]]:
    """What the code of a generator, or of an iterator's method, takes batches from, and whether it begins that anew."""
    for node in tree.walk_own(function):
        match node:
            case tree.Call(func=tree.Name(id="iter" | "next" as name), args=(tree.Argument(value=value, star=""), *_)):
                yield value, name == "iter"
            case tree.Call(func=tree.Attribute(attr="__iter__" | "next" | "__next__" as name, value=value), args=()):
                yield value, name == "__iter__"
