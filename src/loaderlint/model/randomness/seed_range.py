"""Between which numbers a seed lies that is made from torch's (FACTS.md 2)."""

from __future__ import annotations

from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const, Frame, Instance, Mark, Member, mark
from loaderlint.model.inference.walk import Once
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.workers.worker_info import told
from loaderlint.syntax import tree

#: The seed of a worker: 63 bits drawn at random, and the worker's id (torch/utils/data/dataloader.py, `_base_seed`).
_TORCH_SEED = 2**63


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest value of an integer."""

    low: int
    high: int


class BoundsOf:
    """Bounds of expressions in a `worker_init_fn` or in item code.

    `workers` is the number of workers if known, `worker_id` the parameter that torch gives the worker's id.
    """

    def __init__(self, evaluator: Evaluator, workers: int | None, worker_id: tree.Parameter | None) -> None:
        self._evaluator = evaluator
        self._ids = Bounds(0, workers - 1 if workers else 1023)
        self._worker_id = worker_id
        self._once: Once[tuple[tree.Expr, Mark], Bounds | None] = Once(None)

    def expression(self, expr: tree.Expr, frame: Frame) -> Bounds | None:
        """Return the bounds of `expr`; None where they cannot be told."""
        return self._once((expr, mark(frame)), lambda: self._expression(expr, frame))

    def _expression(self, expr: tree.Expr, frame: Frame) -> Bounds | None:
        if isinstance(expr, tree.Operation) and len(expr.operands) == 2:
            operands = [self.expression(o, frame) for o in expr.operands]
            left, right = operands
            return _combine(expr.op, left, right) if left and right else None
        if isinstance(expr, tree.Name) and (found := self._name(expr, frame)):
            return found
        values = self._evaluator.evaluate(expr, frame)
        match values[0] if len(values) == 1 else None:
            case Const(value=int(number)):
                return Bounds(number, number)
            case Instance(call=tree.Call() as call) as made:
                if made.fact.gives is Gives.TORCH_SEED:
                    return Bounds(0, _TORCH_SEED)
                if made.fact.same_number and call.args:
                    return self.expression(call.args[0].value, made.frame)
            case Member() as part:
                return {"seed": Bounds(0, _TORCH_SEED), "id": self._ids}.get(told(part) or "")
        return None

    def _name(self, name: tree.Name, frame: Frame) -> Bounds | None:
        found = frame.file.scopes.scope_at(name).lookup(name.id)
        if found is None or len(found[1]) != 1:
            return None
        binding = found[1][0]
        if binding.node is self._worker_id:
            return self._ids
        if (
            isinstance(binding.node, tree.Assign)
            and not binding.node.op
            and binding.value is not None
            and not binding.path
        ):
            return self.expression(binding.value, frame)
        return None


def _combine(op: str, left: Bounds, right: Bounds) -> Bounds | None:
    """The bounds of an operation on numbers that are not negative."""
    exact = right.low == right.high
    if left.low < 0 or right.low < 0:
        return None
    match op:
        case "+":
            return Bounds(left.low + right.low, left.high + right.high)
        case "-" if exact and left.low >= right.low:
            return Bounds(left.low - right.low, left.high - right.low)
        case "*" if exact:
            return Bounds(left.low * right.low, left.high * right.low)
        case "%" if exact and right.low:
            return Bounds(0, min(left.high, right.low - 1))
        case "//" if exact and right.low:
            return Bounds(left.low // right.low, left.high // right.low)
        case "&":
            return Bounds(0, min(left.high, right.high))
        case "**" if exact and left.low == left.high and right.low <= 64:
            return Bounds(left.low**right.low, left.low**right.low)
        case "<<" if exact and right.low <= 64:
            return Bounds(left.low << right.low, left.high << right.low)
        case ">>" if exact:
            return Bounds(left.low >> right.low, left.high >> right.low)
    return None
