"""Which mode a model was set to last before a loop goes through its batches: `model.train()`, `model.eval()`."""

from __future__ import annotations

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reachable import Live
from loaderlint.model.inference.values import Frame, FunctionRef
from loaderlint.model.training.run import Scene
from loaderlint.syntax import tree


def is_set_to_evaluate(evaluator: Evaluator, loop: Scene) -> bool:
    """Return whether a loop sets no mode but `.eval()`, or that is the last before it.

    It is looked for in the loop's function and those around, and in those that give the model that the loop calls.
    """
    inside = {mode for node in tree.walk_own(loop.node) if (mode := _mode(node)) is not None}
    if inside:
        return inside == {"eval"}
    for scene in loop.outwards():
        if scene is loop or isinstance(scene.node, tree.Call):
            function = scene.file.scopes.function_at(scene.node)
            live = Live(evaluator, scene.frame)
            nodes = live.nodes(function) if function else tree.walk_own(scene.file.tree)
            before = [node for node in nodes if node.at < scene.node.at]
            modes = [mode for node in before if (mode := _mode(node)) is not None]
            if modes:
                return modes[-1] == "eval"
            if any(_gives_to_evaluate(evaluator, node, scene.frame, loop) for node in before):
                return True
    return False


def _gives_to_evaluate(evaluator: Evaluator, node: tree.Node, frame: Frame, loop: Scene) -> bool:
    """Whether code gives a name, that the loop calls, what a function returns which it has set to evaluate."""
    match node:
        case tree.Assign(targets=(tree.Name(id=model),), value=tree.Call() as made):
            run = (n.func for n in tree.walk(loop.node) if isinstance(n, tree.Call))
            is_called = any(isinstance(func, tree.Name) and func.id == model for func in run)
            return is_called and any(_returns_to_evaluate(f) for f in called(evaluator, made, frame))
    return False


def _returns_to_evaluate(function: FunctionRef) -> bool:
    """Whether a function returns a model that it sets to evaluate, under the name that it returns it by."""
    if isinstance(function.node, tree.Lambda):
        return False
    names = {value.id for value in function.file.returned(function.node) or () if isinstance(value, tree.Name)}
    modes = [
        mode
        for node in tree.walk_own(function.node)
        if (mode := _mode(node)) is not None
        and isinstance(node, tree.Call)
        and tree.dotted(node.func) is not None
        and not names.isdisjoint(tree.names(node.func))
    ]
    return bool(modes) and modes[-1] == "eval"


def _mode(node: tree.Node) -> str | None:
    """The mode that `model.train()`, `model.eval()` or `model.train(False)` sets."""
    match node:
        case tree.Call(func=tree.Attribute(attr="eval"), args=()):
            return "eval"
        case tree.Call(func=tree.Attribute(attr="train"), args=()):
            return "train"
        case tree.Call(func=tree.Attribute(attr="train"), args=(tree.Argument(value=tree.Constant(value=bool(on))),)):
            return "train" if on else "eval"
        case tree.Call(func=tree.Attribute(attr="train"), args=(_,)):
            return "either"
    return None


def called(evaluator: Evaluator, call: tree.Call, frame: Frame) -> list[FunctionRef]:
    """Return the functions of the project that a call runs."""
    callees = evaluator.evaluate(call.func, frame)
    return [function for callee in callees for function in evaluator.attributes.callables(callee)]
