"""Questions that a program asks of the device it runs on: `device.type == "cuda"`, `str(device).startswith("cuda")`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Const, Frame, Instance, Meaning, Meanings, Member
from loaderlint.model.libraries.facts import Gives
from loaderlint.syntax import tree

#: Kinds of devices that programs ask for.
_KINDS = ("cuda", "cpu", "mps", "xpu")

_ASKED: dict[str, Callable[[str, str], bool]] = {
    "==": str.__eq__,
    "!=": str.__ne__,
    "in": lambda part, name: part in name,
    "not_in": lambda part, name: part not in name,
}


class _Name(NamedTuple):
    """A name that a device, or what it is compared with, has: if nobody sets another, where it is `assumed`."""

    text: str
    assumed: bool = False


#: What the device of a program is that takes a GPU where there is one.
_GPU_IF_ANY = (_Name("cuda"), _Name("cpu"))


def compared(evaluator: Evaluation, expr: tree.Operation, frame: Frame) -> Meanings:
    """Return what a comparison of a device with a name gives; nothing for any other operation."""
    asked = _ASKED.get(expr.op)
    if asked is None or not any(map(_is_kind, expr.operands)):
        return ()
    return _answers(evaluator, expr, frame, asked, expr.operands)


def started(evaluator: Evaluation, call: tree.Call, frame: Frame) -> Meanings:
    """Return what `str(device).startswith("cuda")` gives; nothing for any other call."""
    match call:
        case tree.Call(func=tree.Attribute(value=owner, attr="startswith"), args=(tree.Argument(value=start),)):
            if _is_kind(start):
                return _answers(evaluator, call, frame, str.startswith, (owner, start))
    return ()


def _answers(
    evaluator: Evaluation,
    expr: tree.Expr,
    frame: Frame,
    asked: Callable[[str, str], bool],
    operands: tuple[tree.Expr, ...],
) -> Meanings:
    names = [_names(evaluator, evaluator.evaluate(operand, frame)) for operand in operands]
    place = frame.place(expr)
    found = [Const(asked(a.text, b.text), place, a.assumed or b.assumed) for a, b in product(*names)]
    return tuple(dict.fromkeys(found))


def _names(evaluator: Evaluation, values: Meanings, inside: Meanings = ()) -> list[_Name]:
    """The names that values are, or those of the devices that they are; none if one is unknown.

    What is `inside` itself is unknown: `device = torch.device(device)`.
    """
    found: list[_Name] = []
    for value in values:
        names = [] if value in inside else list(_of(evaluator, value, (*inside, value)))
        if not names:
            return []
        found += names
    return list(dict.fromkeys(found))


def _of(evaluator: Evaluation, value: Meaning, inside: Meanings) -> Iterator[_Name]:
    match value:
        case Const(value=str(text), assumed=assumed):
            yield _Name(text, assumed)
        case Member(owner=owner, name=name):
            path, _, last = name.rpartition(".")
            if last == "type":
                device = Member(owner, path) if path else owner
                yield from (one._replace(text=one.text.partition(":")[0]) for one in _of(evaluator, device, inside))
            elif evaluator.member(owner, name).fact.gives is Gives.GPU:
                yield from _GPU_IF_ANY
        case Instance(call=tree.Call(args=(first, *_)), frame=frame) if value.fact.gives is Gives.DEVICE:
            yield from _names(evaluator, evaluator.evaluate(first.value, frame), inside)
        case Instance() if value.fact.gives is Gives.GPU:
            yield from _GPU_IF_ANY
        case Instance(call=tree.Call(func=tree.Name(id="str"), args=(first,)), frame=frame):
            yield from _names(evaluator, evaluator.evaluate(first.value, frame), inside)


def _is_kind(expr: tree.Expr) -> bool:
    return isinstance(expr, tree.Constant) and expr.value in _KINDS
