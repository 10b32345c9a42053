"""How answers of the model are written in comments: short, and as Python would show them."""

from __future__ import annotations

from loaderlint.model.inference.dicts import Spread
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reasons import Reason
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Mapping,
    Meaning,
    Meanings,
    Member,
    ModuleRef,
    Number,
    PartialClass,
    Super,
    Unknown,
)
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.seed_range import Bounds
from loaderlint.model.randomness.seed_variation import Variation
from loaderlint.syntax import tree

#: Displays inside each other that are written out; a list can hold itself.
_DEPTH = 3

_BRACKETS = {"list": ("[", "]"), "tuple": ("(", ")"), "set": ("{", "}")}


class Words:
    """Writes what values can be, with `reasons` also why something is not known, behind the line of the place."""

    def __init__(self, evaluator: Evaluator, *, reasons: bool = False) -> None:
        self._evaluator = evaluator
        self._reasons = reasons

    def expression(self, expr: tree.Expr, frame: Frame, depth: int = _DEPTH) -> str:
        """All that an expression can mean: `0 | 4`."""
        return self.values(self._evaluator.evaluate(expr, frame), depth)

    def values(self, values: Meanings, depth: int = _DEPTH) -> str:
        """All alternatives, in order: `?` is one that is not known, `0?` a default that a caller may override."""
        return " | ".join(dict.fromkeys(self._value(value, depth) for value in values))

    def _value(self, value: Meaning, depth: int) -> str:
        match value:
            case Const(value=constant, assumed=assumed):
                return f"{constant!r}{'?' * assumed}"
            case External(path=path):
                return path.removeprefix("builtins.")
            case ModuleRef(file=file):
                return f"module {file.source.path.stem}"
            case ClassRef(node=node):
                return node.name
            case FunctionRef(node=node, receiver=receiver, partial=partial):
                name = node.name if isinstance(node, tree.Function) else "lambda"
                name = f"{self._value(receiver, depth)}.{name}" if receiver else name
                return f"partial({name})" if partial else name
            case PartialClass(cls=cls):
                return f"partial({self._value(cls, depth)})"
            case Instance(cls=cls):
                return f"{self._value(cls, depth)}()"
            case Member(owner=owner, name=name):
                return f"{self._value(owner, depth)}{'' if name.startswith('[') else '.'}{name}"
            case Super():
                return "super()"
            case Items(node=node):
                items = (f"{_times(item)}{self._inner(item, value.frame, depth)}" for item in node.items)
                opening, closing = _BRACKETS[node.kind]
                return f"{opening}{', '.join(items)}{closing}"
            case Mapping():
                return self._dict(value, depth)
            case Number():
                return "a number"
            case Unknown(reason=Reason(place=Place() as place) as reason) if self._reasons:
                return f"? ({code(place)}: {reason.text})"
        return "?"

    def _dict(self, mapping: Mapping, depth: int) -> str:
        entries = Spread(self._evaluator).display(mapping)
        written = []
        for key, bounds in entries.values.items():
            options = (self._inner(b.expr, b.frame, depth) if b else "missing" for b in bounds)
            written.append(f"{key!r}: {' | '.join(options)}")
        return f"{{{', '.join(written + ['...'] * (entries.lost is not None))}}}"

    def _inner(self, expr: tree.Expr, frame: Frame, depth: int) -> str:
        return self.expression(expr, frame, depth - 1) if depth else "..."


def code(place: Place) -> str:
    """The code at a place, in one line."""
    return " ".join(place.file.source.text[slice(*place.span)].split())


def variation(found: Variation | None) -> str:
    """What a seed depends on: `worker, epoch`, `nothing`, or `?` where that is not known."""
    if found is None:
        return "?"
    return ", ".join(name for name in ("worker", "epoch", "item") if getattr(found, name)) or "nothing"


def bounds(found: Bounds | None) -> str:
    """The numbers that a seed lies between: `0 to 2**32 - 1`."""
    return f"{_number(found.low)} to {_number(found.high)}" if found else "?"


def _number(number: int) -> str:
    """A number, as a power of two where it is a large one or next to it."""
    for power, rest in ((number, ""), (number + 1, " - 1")):
        if power > 2**10 and power & (power - 1) == 0:
            return f"2**{power.bit_length() - 1}{rest}"
    return str(number)


def loader_name(loader: Loader) -> str:
    """What a program calls a loader: the name that it, or what made it, is first put under."""
    call, frame = loader.call, loader.frame
    while True:
        scopes = frame.file.scopes
        statement = scopes.parent.get(call)
        match statement:
            case tree.Assign(targets=(target, *_)):
                return tree.dotted(target) or "loader"
            case tree.Pair(key=tree.Constant(value=key)):
                return str(key)
        if frame.call is None or frame.caller is None:
            function = scopes.function_at(call)
            return function.name if isinstance(function, tree.Function) else "loader"
        call, frame = frame.call, frame.caller


def _times(item: tree.Expr) -> str:
    """What stands before an item that may be there any number of times."""
    return "*" if tree.is_starred(item) else ""
