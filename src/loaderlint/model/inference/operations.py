"""What operations give: arithmetic on constants, comparisons with None and of torch's version, lists put together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, product

from loaderlint.model.inference.arithmetic import fold, is_sentinel
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.torch_version import compared
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
    Unknown,
    lost,
    lost_with,
)
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree

#: Methods of classes that say what operations on their objects give.
_METHODS = {"+": "__add__", "&": "__and__", "|": "__or__"}


class Operations:
    """Tells what operations give."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._calls: dict[tree.Operation, tree.Call] = {}
        self._sums: dict[tuple[tree.Sequence, ...], tree.Sequence] = {}

    def result(self, expr: tree.Operation, frame: Frame) -> Meanings:
        """Return what an operation gives."""
        if (outcome := compared(self._evaluator, expr, frame.file)) is not None:
            return (Const(outcome, Place(frame.file, expr)),)
        first = self._evaluator.evaluate(expr.operands[0], frame)
        if expr.op in _METHODS and (given := self._by_method(expr, first, frame)):
            return given
        others = (self._evaluator.evaluate(operand, frame) for operand in expr.operands[1:])
        values: Iterable[Meanings] = chain((first,), others)
        if expr.op in ("is", "is_not", "+", "*"):
            values = list(values)
            given = self._joined(expr, values) if expr.op in "+*" else self._identity(expr, values, frame)
            if given:
                return given
        operands: list[list[Const]] = []
        for meanings in values:
            consts = [m for m in meanings if isinstance(m, Const) and not (m.assumed and is_sentinel(m.value))]
            # Alternatives of numbers may belong together in ways not seen here; a switch is on or off.
            if len(consts) < len(meanings) or (len(consts) != 1 and expr.op not in ("and", "or", "not")):
                return (lost_with(meanings, Why.EITHER if expr.op in ("is", "is_not") else Why.NOT_COMPUTED),)
            operands.append(consts)
        folded: list[Meaning] = []
        for combination in product(*operands):
            result = fold(expr.op, [o.value for o in combination])
            if result is None:
                return (lost(Why.NOT_COMPUTED),)
            folded.append(Const(result[0], Place(frame.file, expr), any(o.assumed for o in combination)))
        return tuple(folded)

    def _by_method(self, expr: tree.Operation, operands: Meanings, frame: Frame) -> Meanings:
        """What an operation on objects of the project gives, if all their classes have a method for it."""
        found: list[Meaning] = []
        for value in operands:
            if not isinstance(value, Instance) or not isinstance(value.cls, ClassRef):
                return ()
            for method in self._evaluator.attributes.attribute(value, _METHODS[expr.op]):
                if not isinstance(method, FunctionRef):
                    return ()
                if expr not in self._calls:
                    right = tree.Argument(expr.at, "", None, expr.operands[1])
                    self._calls[expr] = tree.Call(expr.at, expr.operands[0], (right,))
                found += self._evaluator.calls.returned(method, self._calls[expr], frame)
        return tuple(found)

    @staticmethod
    def _identity(expr: tree.Operation, values: list[Meanings], frame: Frame) -> Meanings:
        """What `sampler is None` gives for what is never None; nothing for anything else.

        An option with another default does not become None by way of the command line.
        """
        others = [m for m in values if not (len(m) == 1 and isinstance(m[0], Const) and m[0].value is None)]
        if len(others) != 1 or not others[0] or not all(map(_is_never_none, others[0])):
            return ()
        return (Const(expr.op == "is_not", Place(frame.file, expr)),)

    def _joined(self, expr: tree.Operation, values: list[Meanings]) -> Meanings:
        """What `[a] + [b]` holds, and `4 * [a]` in every item; nothing for anything else.

        A list of one constant many times is there to be filled: nothing is known of that. Of one that a loop adds to,
        the first items are known.
        """
        values = [tuple(v for v in m if not _is_itself(v)) for m in values]
        lists = [m[0] for m in values if len(m) == 1 and isinstance(m[0], Items) and m[0].node.kind != "set"]
        if expr.op == "*":
            filled = any(isinstance(item, tree.Constant) for found in lists for item in found.node.items)
            return tuple(lists) if len(lists) == 1 and not filled else ()
        if len(lists) < 2 or any(found.frame != lists[0].frame for found in lists):
            return ()
        parts = tuple(found.node for found in lists)
        if parts not in self._sums:
            items = tuple(item for part in parts for item in part.items)
            self._sums[parts] = tree.Sequence(expr.at, parts[0].kind, items)
        return (Items(self._sums[parts], lists[0].frame),)


def _is_itself(value: Meaning) -> bool:
    """Whether a value is the one that is being worked out."""
    return isinstance(value, Unknown) and value.reason is not None and value.reason.why is Why.ITSELF


def _is_never_none(value: Meaning) -> bool:
    """Whether a value is a constant, a function, an object of a class or a number that a library gives."""
    match value:
        case Const(value=constant, assumed=assumed):
            return constant is not None and not (assumed and is_sentinel(constant))
        case Instance(cls=External(path=path, fact=fact)):
            is_number = fact.same_number or fact.asks_ranks or fact.gives is Gives.LENGTH
            return bool(is_number) or path.rpartition(".")[2][:1].isupper()
        case Instance() | FunctionRef() | Items() | Mapping():
            return True
    return False
