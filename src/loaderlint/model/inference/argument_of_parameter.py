"""Which argument of a call gives a parameter its value, and which calls give what a function does not take."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.values import Frame
from loaderlint.syntax import tree


def argument_for(
    function: tree.Function | tree.Lambda, param: tree.Parameter, frame: Frame, *, skip_first: bool
) -> tree.Argument | bool | None:
    """Return the argument that a frame's call gives to `param`; None if it is left to the default, False if unknown."""
    args, positional = arguments_of(frame), _positional(function, skip_first=skip_first)
    for argument in reversed(args):  # a call has the last word on what `functools.partial` was given by keyword
        if argument.keyword == param.name and not argument.star:
            return argument
    if param in positional:
        number = positional.index(param)
        given = [a for a in args if a.keyword is None and a.star != "**"][: number + 1]
        if any(a.star for a in given):
            return False
        if number < len(given):
            return given[number]
    return False if not frame.is_given_all or any(a.star for a in args) else None


def is_refused(frame: Frame, *, skip_first: bool) -> bool:
    """Whether a frame's call certainly raises: it lacks a required argument, or gives one that the function lacks."""
    function, args = frame.function, arguments_of(frame)
    if frame.call is None or (isinstance(function, tree.Function) and function.decorators):
        return False
    stars = {param.star for param in function.params}
    taken = {param.name for param in function.params if not param.star}
    if "**" not in stars and any(keyword not in taken for keyword in _keywords(frame)):
        return True
    positional = _positional(function, skip_first=skip_first)
    if "*" not in stars and sum(a.keyword is None and not a.star for a in args) > len(positional):
        return True
    if any(a.star for a in args):
        return False
    given = {a.keyword for a in args}
    named = [p for p in function.params if p.keyword_only and not p.star]
    left = (*positional[sum(a.keyword is None for a in args) :], *named)
    return any(param.default is None and param.name not in given for param in left)


def _keywords(frame: Frame) -> Iterator[str]:
    """What a frame's call certainly gives by keyword, also by a `**kwargs` that it passes on as it is."""
    for argument in arguments_of(frame):
        if argument.keyword is not None:
            yield argument.keyword
        elif argument.star == "**" and frame.caller is not None and _is_passed_on(argument.value, frame.caller):
            taken = {param.name for param in frame.caller.function.params if not param.star}
            yield from (keyword for keyword in _keywords(frame.caller) if keyword not in taken)


def _is_passed_on(expr: tree.Expr, frame: Frame) -> bool:
    """Whether an expression is the `**kwargs` of a frame's function, which does nothing with it but to pass it on."""
    if not isinstance(expr, tree.Name) or [expr.id] != [p.name for p in frame.function.params if p.star == "**"]:
        return False
    uses = [n for n in tree.walk(frame.function) if isinstance(n, tree.Name) and n.id == expr.id]
    arguments = [frame.file.scopes.parent[use] for use in uses]
    return all(isinstance(argument, tree.Argument) and argument.star == "**" for argument in arguments)


def passed_on(call: tree.Call, frame: Frame) -> list[tuple[tree.Argument, Frame]]:
    """Return the arguments of a call in `frame`, each with its own frame.

    In place of `*args` of the function around, which it passes on, stand the arguments of its own call.
    """
    found: list[tuple[tree.Argument, Frame]] = []
    for argument in call.args:
        rest = _rest(argument.value, frame) if argument.star == "*" else None
        if rest is None or frame.caller is None:
            found.append((argument, frame))
        else:
            found += [(one, frame.place_of(one)) for one in rest]
    return found


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


def rest_of(frame: Frame) -> list[tree.Argument] | None:
    """Return the arguments that a frame's function gets as `*args`; None where they are not all known."""
    if frame.call is None:
        return None
    given = [a for a in arguments_of(frame) if a.keyword is None and a.star != "**"]
    if any(a.star for a in given):
        return None
    return given[len(_positional(frame.function, skip_first=frame.receiver is not None)) :]


def _rest(expr: tree.Expr, frame: Frame) -> list[tree.Argument] | None:
    """What the `*args` of a frame's function hold; None where `expr` is something else, or that is not known."""
    function = frame.function
    if not isinstance(expr, tree.Name):
        return None
    bindings = frame.file.scopes.scope_of(function).names.get(expr.id, []) if frame.call is not None else []
    if not bindings or [b.node for b in bindings] != [p for p in function.params if p.star == "*"]:
        return None
    return rest_of(frame)
