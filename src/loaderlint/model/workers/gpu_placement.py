"""CUDA in the code that workers run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reachable import live_nodes
from loaderlint.model.inference.values import UNKNOWN, Const, External, Frame, FunctionRef, Instance, Meanings
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.project.file import Place
from loaderlint.model.workers.conditions import Guard, guards
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class OnGpu:
    """A call that puts a tensor or a module on a GPU; `certain` unless a condition or a default decides."""

    place: Place
    certain: bool


def on_gpu(evaluator: Evaluator, code: ItemCode) -> Iterator[OnGpu]:
    """Yield the calls in item code that put something on a GPU, but for those that ask which process they are in."""
    for frame, live in code.visits:
        for node in live:
            if isinstance(node, tree.Call) and (certain := puts_on_gpu(evaluator, node, frame)) is not None:
                around = guards(evaluator, Place(frame.file, node), frame)
                if Guard.WORKER not in around:
                    yield OnGpu(Place(frame.file, node), certain and not around)


def returned_from_gpu(evaluator: Evaluator, frame: Frame) -> Iterator[OnGpu]:
    """Yield where what a function returns, or a part of it, is put on a GPU."""
    function = frame.function
    values = [function.value] if isinstance(function, tree.Lambda) else []
    if isinstance(function, tree.Function):
        live = live_nodes(evaluator, frame)
        values = [n.value for n in live if isinstance(n, tree.Return) and n.value is not None]
    for value in values:
        yield from _from_gpu(evaluator, value, frame)


def _from_gpu(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> Iterator[OnGpu]:
    parts: list[tree.Expr] = []
    match expr:
        case tree.Call() if (certain := puts_on_gpu(evaluator, expr, frame)) is not None:
            yield OnGpu(Place(frame.file, expr), certain)
        case tree.Sequence(items=items):
            parts = list(items)
        case tree.Dict(items=pairs):
            parts = [pair.value for pair in pairs]
        case tree.Subscript(value=value):
            parts = [value]
        case tree.Name(id=name):
            found = frame.file.scopes.scope_at(expr).lookup(name)
            bindings = found[1] if found else []
            if len(bindings) == 1 and bindings[0].kind == "assign" and isinstance(bindings[0].value, tree.Call):
                parts = [bindings[0].value]
        case tree.Attribute():
            yield from on_gpu_already(evaluator, evaluator.evaluate(expr, frame))
    for part in parts:
        yield from _from_gpu(evaluator, part, frame)


def on_gpu_already(evaluator: Evaluator, values: Meanings) -> Iterator[OnGpu]:
    """Yield where tensors among the values are put on a GPU as they are made: `torch.zeros(3).cuda()`."""
    for value in values:
        match value:
            case Instance(call=tree.Call() as call) if value.fact.tensors:
                if (certain := puts_on_gpu(evaluator, call, value.frame)) is not None:
                    yield OnGpu(Place(value.file, call), certain and len(values) == 1)


def puts_on_gpu(evaluator: Evaluator, call: tree.Call, frame: Frame) -> bool | None:
    """Whether a call puts its result on a GPU where there is one: False if only by a default, None if not at all."""
    devices = [a.value for a in call.args if a.keyword == "device"]
    match call.func:
        case tree.Attribute(attr="cuda"):
            own = (isinstance(m, FunctionRef) for m in evaluator.evaluate(call.func, frame))
            return None if any(own) else True
        case tree.Attribute(attr="to"):
            devices += [a.value for a in call.args[:1] if a.keyword is None and not a.star]
        case _ if devices and not evaluator.fact(call.func, frame).tensors:
            return None
    values = evaluator.evaluate(devices[0], frame) if devices else ()
    named = bool(devices) and _names_gpu(devices[0])
    if not named and not any(is_gpu(evaluator, value) for value in values):
        return None
    return named or (UNKNOWN not in values and not any(isinstance(v, Const) and v.assumed for v in values))


def is_gpu(evaluator: Evaluator, value: object) -> bool:
    """Whether a value names a GPU, or a type of tensors on one."""
    match value:
        case Const(value=str(name)):
            return name.split(":")[0] == "cuda" or name.startswith("torch.cuda.")
        case External(fact=fact):
            return bool(fact.on_gpu)
        case Const(value=int(number)):
            return not isinstance(number, bool)
        case Instance(call=tree.Call(args=(first, *_))) as made if made.fact.gives is Gives.DEVICE:
            return _names_gpu(first.value) or any(
                is_gpu(evaluator, v) for v in evaluator.evaluate(first.value, made.frame)
            )
        case Instance():
            return value.fact.gives is Gives.GPU
    return False


def _names_gpu(expr: tree.Expr) -> bool:
    """Whether an expression is a device name with the number put in: `f"cuda:{rank}"`, `"cuda:" + str(rank)`."""
    match expr:
        case (
            tree.Other(kind="f-string", children=(tree.Constant(value=str(text)), *_))
            | tree.Operation(op="+" | "%", operands=(tree.Constant(value=str(text)), _))
            | tree.Call(func=tree.Attribute(value=tree.Constant(value=str(text)), attr="format"))
        ):
            return text.startswith("cuda:")
        case tree.Conditional(then=then, otherwise=otherwise):
            return _names_gpu(then) or _names_gpu(otherwise)
    return False
