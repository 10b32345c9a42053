"""Which argument of a call gives a parameter its value."""

from __future__ import annotations

from loaderlint.model.inference.values import Frame
from loaderlint.syntax import tree


def argument_for(
    function: tree.Function | tree.Lambda, param: tree.Parameter, frame: Frame, *, skip_first: bool
) -> tree.Argument | bool | None:
    """Return the argument that a frame's call gives to `param`; None if it is left to the default, False if unknown."""
    args = arguments_of(frame)
    for argument in args:
        if argument.keyword == param.name and not argument.star:
            return argument
    spread = any(a.star for a in args)
    positional = _positional(function, skip_first=skip_first)
    given = [a for a in args if a.keyword is None and a.star != "**"]
    if param in positional:
        number = positional.index(param)
        before = given[: number + 1]
        if any(a.star for a in before):
            return False
        if number < len(given):
            return given[number]
    return False if spread or frame.call is None else None


def _positional(function: tree.Function | tree.Lambda, *, skip_first: bool) -> list[tree.Parameter]:
    """The parameters that take arguments by position, but for that of the object."""
    return [p for p in function.params if not p.star and not p.keyword_only][skip_first:]


def arguments_of(frame: Frame) -> list[tree.Argument]:
    """Return the arguments of a frame's call; for an `*args` that is passed on, those that it stands for."""
    args = list(frame.partial.args) if frame.partial else []
    for argument in frame.call.args if frame.call else ():
        passed_on = _rest(argument.value, frame.caller) if argument.star == "*" and frame.caller else None
        args += [argument] if passed_on is None else passed_on
    return args


def _rest(expr: tree.Expr, frame: Frame) -> list[tree.Argument] | None:
    """What the `*args` of a frame's function hold; None where `expr` is something else, or that is not known."""
    function, call = frame.function, frame.call
    if call is None or not isinstance(expr, tree.Name):
        return None
    bindings = frame.file.scopes.scope_of(function).names.get(expr.id, [])
    if [b.node for b in bindings] != [p for p in function.params if p.star == "*"]:
        return None
    given = [a for a in arguments_of(frame) if a.keyword is None and a.star != "**"]
    if any(a.star for a in given):
        return None
    return given[len(_positional(function, skip_first=frame.receiver is not None)) :]
