"""The code that gets batches: what goes through a loader, and what hands them on to that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Frame, FunctionRef
from loaderlint.model.training.batch_sources import Batches
from loaderlint.model.training.run import Scene, Step
from loaderlint.model.training.usage import Use
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Receiver:
    """Code that gets batches in a frame: under `names`, or from the calls `taken`."""

    frame: Frame
    body: tuple[tree.Node, ...]
    names: frozenset[str] = frozenset()
    taken: frozenset[tree.Node] = frozenset()


def receivers(use: Use) -> Iterator[Receiver]:
    """The code that a use gives its batches."""
    match use:
        case Use(taken=(Step(frame=frame, node=first), *others)):
            yield taking(frame, [first, *(step.node for step in others)])
        case Use(called=FunctionRef(node=function, frame=outer, receiver=receiver)):
            _, batch, *_ = (*(p.name for p in function.params[receiver is not None :]), "", "")
            yield Receiver(outer.inner(function, receiver=receiver), _body(function), frozenset({batch}))
        case Use(loop=Scene(node=tree.For(target=target, body=body)) as loop):
            yield Receiver(loop.frame, body, frozenset(target_names(target)))


def on_the_way(evaluator: Evaluator, use: Use) -> Iterator[Receiver]:
    """The code that gets the batches of a use before that: generators, and iterators of the project."""
    match use:
        case Use(taken=(Step(node=tree.Call(args=(given, *_)), frame=frame), *_)):
            iterated = given.value
        case Use(taken=(Step(node=tree.Call(func=tree.Attribute(value=iterated)), frame=frame), *_)):
            pass
        case Use(loop=Scene(node=tree.For(iterable=iterated), frame=frame)):
            pass
        case _:
            return
    for source, inner in Batches(evaluator).sources(iterated, frame):
        parent = inner.file.scopes.parent.get(source)
        match parent:
            case tree.For(target=target, iterable=iterable, body=body) if iterable is source:
                yield Receiver(inner, body, frozenset(target_names(target)))
            case tree.Argument() | tree.Attribute() if source is not iterated:
                call = inner.file.scopes.parent.get(parent)
                if isinstance(call, tree.Call) and tree.last_name(call.func) in ("next", "__next__"):
                    yield taking(inner, [call])


def taking(frame: Frame, calls: Sequence[tree.Node]) -> Receiver:
    """The function that takes batches by calls in a frame."""
    function = frame.file.scopes.function_at(calls[0])
    return Receiver(frame, _body(function) if function else frame.file.tree.body, taken=frozenset(calls))


def _body(function: tree.Function | tree.Lambda) -> tuple[tree.Node, ...]:
    return function.body if isinstance(function, tree.Function) else (function.value,)


def target_names(target: tree.Expr) -> Iterator[str]:
    """Yield the names, and the dotted names of attributes, that an assignment to `target` sets."""
    match target:
        case tree.Name(id=name):
            yield name
        case tree.Attribute() if (dotted := tree.dotted(target)) is not None:
            yield dotted
        case tree.Sequence(items=parts) | tree.Other(kind="starred", children=parts):
            for part in parts:
                yield from target_names(part)
