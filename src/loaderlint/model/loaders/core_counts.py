"""Numbers that are computed from the number of cores of the machine."""

from __future__ import annotations

from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const, Frame, Instance
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.libraries.words import TASK_CORES
from loaderlint.syntax import tree

#: A part of the cores is divided by no more than that, or lacks no more.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Cores:
    """The number of cores of the machine, or `beyond` that."""

    beyond: bool


def cores(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> Cores | None:
    """Return how a number compares with the cores of the machine; None where it may be smaller, or nothing is known."""
    values = evaluator.evaluate(expr, frame)
    only = values[0] if len(values) == 1 else None
    if counts_cores(only):
        return Cores(beyond=False)
    match expr:
        case tree.Operation(op="or", operands=(first, _)):
            return cores(evaluator, first, frame)
        case tree.Operation(op="*" | "+" as op, operands=(left, right)):
            for counted, other in ((left, right), (right, left)):
                if cores(evaluator, counted, frame) and _is_more(evaluator.evaluate(other, frame), op):
                    return Cores(beyond=True)
    return None


def counts_cores(value: object) -> bool:
    """Whether a value is the number of cores: one at least."""
    return isinstance(value, Instance) and value.fact.gives is Gives.CORES


def counts_cores_of_task(value: object) -> bool:
    """Whether a value is the number of cores that a scheduler gives: `int(os.environ["SLURM_CPUS_PER_TASK"])`."""
    match value:
        case Instance(call=tree.Call(args=(tree.Argument(value=tree.Subscript(index=(tree.Constant(value=name),))),))):
            return value.fact.gives is Gives.INTEGER and name in TASK_CORES
    return False


def counts_some_cores(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> bool:
    """Whether a number is a part of the cores: one at least on a machine with a few cores more than one."""
    match expr:
        case tree.Operation(op="//" | "/" | "-", operands=(whole, tree.Constant(value=int(few)))):
            return few <= _FEW and cores(evaluator, whole, frame) is not None
        case tree.Call(func=func, args=(argument,)) if evaluator.fact(func, frame).gives is Gives.INTEGER:
            return counts_some_cores(evaluator, argument.value, frame)
        case tree.Name():
            around, bindings = evaluator.names.given(expr, frame)
            given = bindings[0].value if len(bindings) == 1 and not bindings[0].path else None
            return (
                given is not None and not isinstance(given, tree.Name) and counts_some_cores(evaluator, given, around)
            )
    return False


def _is_more(values: tuple[object, ...], op: str) -> bool:
    """Whether multiplying with, or adding, one of the values makes a number larger for certain."""
    least = 1 if op == "*" else 0
    numbers = [v.value for v in values if isinstance(v, Const) and isinstance(v.value, int | float)]
    return len(numbers) == len(values) > 0 and all(number > least for number in numbers)
