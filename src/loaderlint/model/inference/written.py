"""What a value is made from, as it is written: through names, and the arguments of the calls that led there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from loaderlint.model.inference.argument_of_parameter import argument_for
from loaderlint.model.inference.bindings import Bindings
from loaderlint.model.inference.values import Frame
from loaderlint.model.inference.walk import expand
from loaderlint.syntax import tree

#: An expression, and the frame that it is evaluated in.
Written: TypeAlias = tuple[tree.Expr, Frame]


def sources(expr: tree.Expr, frame: Frame) -> Iterator[tree.Expr]:
    """Yield an expression and all that its names are given, in the calls that led to it."""
    return (part for part, _ in written(expr, frame))


def written(expr: tree.Expr, frame: Frame) -> Iterator[Written]:
    """Yield what `sources` does, each with the frame that it is evaluated in."""
    bindings = Bindings()
    return expand([(expr, frame)], lambda part: _given(bindings, part), lambda part: part)


def owners(expr: tree.Expr, frame: Frame) -> Iterator[Written]:
    """Yield an expression and what it is a part of, by attribute or item, in the calls that led to it."""
    bindings = Bindings()
    return expand([(expr, frame)], lambda part: _owner(bindings, part), lambda part: part)


def called_by(expr: tree.Expr, frame: Frame) -> Iterator[Written]:
    """Yield an expression and, if it is no more than a name, what that is given, in the calls that led to it."""
    bindings = Bindings()
    named = tree.Name
    return expand([(expr, frame)], lambda p: _given(bindings, p) if isinstance(p[0], named) else (), lambda part: part)


def _owner(bindings: Bindings, written: Written) -> Iterator[Written]:
    """What has the attribute or the item that an expression is, and the argument that a parameter is."""
    expr, frame = written
    match expr:
        case tree.Attribute(value=owner) | tree.Subscript(value=owner):
            yield owner, frame
        case tree.Name():
            found = bindings.of(frame.file, expr)
            for binding in found[1] if found else ():
                if isinstance(binding.node, tree.Parameter):
                    yield from _arguments(binding.node, frame)


def _given(bindings: Bindings, written: Written) -> Iterator[Written]:
    """What the names in an expression are given."""
    expr, frame = written
    for name in (n for n in tree.walk(expr) if isinstance(n, tree.Name)):
        found = bindings.of(frame.file, name)
        for binding in found[1] if found else ():
            if binding.value is not None:
                yield binding.value, frame
            if isinstance(binding.node, tree.Parameter):
                yield from _arguments(binding.node, frame)


def _arguments(param: tree.Parameter, frame: Frame) -> Iterator[Written]:
    """The argument that gives a parameter its value; any that the call has where that is not certain."""
    while frame.outer is not None and param not in frame.function.params:
        frame = frame.outer
    if frame.call is None:
        return
    found = argument_for(frame.function, param, frame, skip_first=frame.receiver is not None)
    for argument in [found] if isinstance(found, tree.Argument) else frame.call.args if found is False else ():
        yield argument.value, frame.place_of(argument)
