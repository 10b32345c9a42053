"""Which argument of a call gives a parameter its value."""

from __future__ import annotations

from loaderlint.model.inference.values import Frame
from loaderlint.syntax import tree


def argument_for(
    function: tree.Function | tree.Lambda, param: tree.Parameter, frame: Frame, *, skip_first: bool
) -> tree.Argument | bool | None:
    """Return the argument that a frame's call gives to `param`; None if it is left to the default, False if unknown."""
    args = frame.arguments
    for argument in reversed(args):  # a call has the last word on what `functools.partial` was given by keyword
        if argument.keyword == param.name and not argument.star:
            return argument
    spread = any(a.star for a in args)
    positional = [p for p in function.params if not p.star and not p.keyword_only]
    if skip_first:
        positional = positional[1:]
    given = [a for a in args if a.keyword is None and a.star != "**"]
    if param in positional:
        number = positional.index(param)
        before = given[: number + 1]
        if any(a.star for a in before):
            return False
        if number < len(given):
            return given[number]
    return False if spread or frame.call is None else None
