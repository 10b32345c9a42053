"""Questions that a program asks of the device it runs on: `device.type == "cuda"`, `str(device).startswith("cuda")`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Const, Frame, Instance, Meaning, Meanings, Member
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree

#: Kinds of devices that programs ask for.
_KINDS = ("cuda", "cpu", "mps", "xpu")

_ASKED: dict[str, Callable[[str, str], bool]] = {
    "==": str.__eq__,
    "!=": str.__ne__,
    "in": lambda part, name: part in name,
    "not_in": lambda part, name: part not in name,
}

#: What the device of a program is that takes a GPU where there is one.
_WHERE_THERE_IS_ONE = (("cuda", False), ("cpu", False))


class DeviceNames:
    """Tells what questions of a device give: on some machines this, on others that."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator

    def compared(self, expr: tree.Operation, frame: Frame) -> Meanings:
        """Return what a comparison of a device with a name gives; nothing for any other operation."""
        asked = _ASKED.get(expr.op)
        if asked is None or not any(map(_is_kind, expr.operands)):
            return ()
        return self._answers(expr, frame, asked, expr.operands)

    def started(self, call: tree.Call, frame: Frame) -> Meanings:
        """Return what `str(device).startswith("cuda")` gives; nothing for any other call."""
        match call:
            case tree.Call(func=tree.Attribute(value=owner, attr="startswith"), args=(tree.Argument(value=start),)):
                if _is_kind(start):
                    return self._answers(call, frame, str.startswith, (owner, start))
        return ()

    def _answers(
        self, expr: tree.Expr, frame: Frame, asked: Callable[[str, str], bool], operands: tuple[tree.Expr, ...]
    ) -> Meanings:
        names = [self._names(self._evaluator.evaluate(operand, frame)) for operand in operands]
        place = Place(frame.file, expr)
        found = [Const(asked(*map(_name, pair)), place, any(map(_may_differ, pair))) for pair in product(*names)]
        return tuple(dict.fromkeys(found))

    def _names(self, values: Meanings) -> list[tuple[str, bool]]:
        """The names that values are, or those of the devices, and whether they are defaults; none if one is unknown."""
        found: list[tuple[str, bool]] = []
        for value in values:
            names = list(self._of(value))
            if not names:
                return []
            found += names
        return list(dict.fromkeys(found))

    def _of(self, value: Meaning) -> Iterator[tuple[str, bool]]:
        match value:
            case Const(value=str(name), assumed=assumed):
                yield name, assumed
            case Member(owner=owner, name=name):
                path, _, last = name.rpartition(".")
                if last == "type":
                    device = Member(owner, path) if path else owner
                    yield from ((name.partition(":")[0], assumed) for name, assumed in self._of(device))
                elif self._evaluator.member(owner, name).fact.gives is Gives.GPU:
                    yield from _WHERE_THERE_IS_ONE
            case Instance(call=tree.Call(args=(first, *_)), frame=frame) if value.fact.gives is Gives.DEVICE:
                yield from self._names(self._evaluator.evaluate(first.value, frame))
            case Instance() if value.fact.gives is Gives.GPU:
                yield from _WHERE_THERE_IS_ONE
            case Instance(call=tree.Call(func=tree.Name(id="str"), args=(first,)), frame=frame):
                yield from self._names(self._evaluator.evaluate(first.value, frame))


def _is_kind(expr: tree.Expr) -> bool:
    return isinstance(expr, tree.Constant) and expr.value in _KINDS


def _name(pair: tuple[str, bool]) -> str:
    return pair[0]


def _may_differ(pair: tuple[str, bool]) -> bool:
    return pair[1]
