"""Flags that are tested on the way to code, in its function and in the calls that lead there: they must agree."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.flags import Flag, asked, flags, giver
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Frame
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree


def may_run(evaluator: Evaluation, place: Place, frame: Frame) -> bool:
    """Whether a call can come to code, as far as flags decide that.

    A parameter is what it is given: the caller and the callee may both test that.
    """
    held = set(_on_the_way(evaluator, place.node, frame))
    return not any((flag, not is_set) in held for flag, is_set in held)


def _on_the_way(evaluator: Evaluation, place: tree.Node, frame: Frame) -> Iterator[tuple[Flag, bool]]:
    node: tree.Node | None = place
    running: Frame | None = frame
    while node is not None and running is not None:
        for flag, is_set in flags(running.file, node):
            yield from _given(evaluator, flag, is_set, running)
        node, running = running.call, running.caller


def _given(evaluator: Evaluation, flag: Flag, outcome: bool, frame: Frame) -> Iterator[tuple[Flag, bool]]:
    """The flags that an argument asks for where one is a parameter that it is given to; else the flag itself."""
    node, name, compared = flag
    own = next((param for param in frame.function.params if param is node and param.name == name), None)
    argument = evaluator.calls.argument(frame.function, own, frame) if own is not None else None
    if argument is None:
        yield flag, outcome
        return
    around, value = frame.place_of(argument), argument.value
    if not compared:
        for part, is_set in asked(around.file, value, holds=outcome):
            yield from _given(evaluator, part, is_set, around)
    elif isinstance(value, tree.Name | tree.Attribute) and (given := giver(around.file, value)):
        yield from _given(evaluator, (*given, compared), outcome, around)
