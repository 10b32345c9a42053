"""The device that a program makes tensors on by default: generators on the CPU are of no use for those on a GPU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import meet
from loaderlint.model.inference.reachable import live_nodes
from loaderlint.model.inference.values import UNKNOWN, Const, Frame, FunctionRef
from loaderlint.model.project.file import File, Place
from loaderlint.model.training.program import Program
from loaderlint.model.training.run import Step
from loaderlint.model.workers.gpu_placement import is_gpu
from loaderlint.syntax import tree

#: How the names of the functions begin that set the default: what does not speak of them is not looked through.
_SETTING = "set_default_"


@dataclass(frozen=True, slots=True)
class DefaultGpu:
    """Where a program makes a GPU the default: `device` is what is given there.

    `step` is how far the program has run by then, and `function` of its file is the one that it is done in: None at the
    top level. `certain` unless a condition decides, other than whether there is a GPU.
    """

    place: Place
    device: Place
    step: int
    function: tree.Node | None
    certain: bool


def default_gpus(evaluator: Evaluator, program: Program) -> list[DefaultGpu]:
    """Return what makes a GPU the default in a program, but for what is taken back."""
    found = list(_settings(evaluator, program))
    others = [one for one, is_on in found if not is_on]
    return [gpu for gpu, is_on in found if is_on and not any(_may_take_back(other, gpu) for other in others)]


def _may_take_back(other: DefaultGpu, gpu: DefaultGpu) -> bool:
    """Whether another default may be set where the GPU is: not in another branch, nor in a function of its own."""
    apart = None not in (other.function, gpu.function) and other.function is not gpu.function
    return not apart and not _exclude(gpu.place, other.place) and meet((gpu.place, other.place))


def comes_after(program: Program, gpu: DefaultGpu, made: Place) -> bool:
    """Whether what is made at a place is certainly made, or gone through by a loop, with the GPU as the default."""
    steps = [(number, step) for number, step in enumerate(program.steps) if Place(step.file, step.node) == made]
    loops = {use.loop for usage in program.usages if usage.loader.made.place == made for use in usage.uses if use.loop}
    steps += [
        (number, step)
        for number, step in enumerate(program.steps)
        if step.scene and not loops.isdisjoint(step.scene.outwards())
    ]
    return any(n > gpu.step and gpu.function in (None, _function(program.file, step)) for n, step in steps)


def _settings(evaluator: Evaluator, program: Program) -> Iterator[tuple[DefaultGpu, bool]]:
    """What sets the default, each with whether that is a GPU."""
    file = program.file
    for number, step in enumerate(program.steps):
        if isinstance(step.node, tree.Call):
            if step.fact.sets_device:
                yield from _setting(evaluator, step.node, step.frame, number, _function(file, step))
            for inner, frame in _helper(evaluator, program, step, step.node):
                yield from _setting(evaluator, inner, frame, number, _function(file, step))


def _helper(evaluator: Evaluator, program: Program, step: Step, call: tree.Call) -> Iterator[tuple[tree.Call, Frame]]:
    """The calls in a function of another file, which the walk over the program leaves out where it has no loaders."""
    for callee in step.callees:
        if isinstance(callee, FunctionRef) and callee.file is not program.file and not callee.file.may_train:
            inner = evaluator.calls.enter(callee, call, step.frame) if _SETTING in callee.file.source.text else None
            if inner is not None:
                calls = (n for n in live_nodes(evaluator, inner) if isinstance(n, tree.Call))
                yield from ((n, inner) for n in calls if evaluator.fact(n.func, inner).sets_device)


def _setting(
    evaluator: Evaluator, call: tree.Call, frame: Frame, step: int, function: tree.Node | None
) -> Iterator[tuple[DefaultGpu, bool]]:
    if not call.args or call.args[0].star:
        return
    values = evaluator.evaluate(call.args[0].value, frame)
    known = UNKNOWN not in values and not any(isinstance(v, Const) and v.assumed for v in values)
    certain = known and _is_unconditional(evaluator, call, frame)
    device = frame.place(call.args[0].value)
    is_on = any(is_gpu(evaluator, value) for value in values)
    yield DefaultGpu(frame.place(call), device, step, function, certain), is_on


def _is_unconditional(evaluator: Evaluator, call: tree.Call, frame: Frame) -> bool:
    """Whether a call runs under no condition but whether there is a GPU."""
    for above in frame.file.scopes.ancestors(call):
        if above is frame.function:
            break
        if isinstance(above, tree.If) and "__name__" not in tree.names(above.test):
            values = evaluator.evaluate(above.test, frame)
            if not all(isinstance(v, Const) and not v.assumed for v in values):
                return False
    return True


def _exclude(one: Place, other: Place) -> bool:
    """Whether two calls stand in different branches of one `if`."""
    if one.file is not other.file:
        return False
    around = [other.node, *other.file.scopes.ancestors(other.node)]
    child = one.node
    for above in one.file.scopes.ancestors(one.node):
        if isinstance(above, tree.If) and above in around:
            inner = around[around.index(above) - 1]
            return (child in above.body) is not (inner in above.body)
        child = above
    return False


def _function(file: File, step: Step) -> tree.Node | None:
    """The function of a program's file that a step belongs to, as nothing in it is seen to call that; else None."""
    outermost = [*step.scene.outwards()][-1] if step.scene else None
    node = step.node if outermost is None else outermost.node
    return file.scopes.function_at(node)
