"""What keeps a call from leading to a place in what it calls."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.explain.words import code, where
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reachable import Live
from loaderlint.model.inference.reasons import Reason
from loaderlint.model.inference.values import ClassRef, FunctionRef, Instance, at_large
from loaderlint.model.project.file import Place
from loaderlint.report import concise
from loaderlint.syntax import tree


def obstacle(evaluator: Evaluator, call: Place, to: Place) -> str | None:
    """Return what is said of a call of the function, or the class, that a place lies in; None where nothing is seen."""
    return next(_obstacles(evaluator, call, to), None)


def _obstacles(evaluator: Evaluator, call: Place, to: Place) -> Iterator[str]:
    frame = at_large(call.file)
    if (end := Live(evaluator, frame).ended_before(call.node)) is not None:
        last = Place(call.file, end)
        yield f"does not run: `{code(last)}` at {concise.place(where(last))} before it always raises or leaves"
    elif evaluator.branches.never_runs(call):
        yield "does not run, as far as is seen"
    for value in evaluator.evaluate(call.node.func, frame) if isinstance(call.node, tree.Call) else ():
        assert isinstance(call.node, tree.Call)
        match value:
            case ClassRef() if evaluator.attributes.raises(Instance(value, call.node, frame)):
                yield "raises: the class does not take these arguments"
            case FunctionRef(node=tree.Function() as function):
                inner = evaluator.calls.enter(value, call.node, frame)
                is_to = function is to.file.scopes.function_at(to.node)
                if inner is None:
                    why = Reason(evaluator.calls.why_not_entered(value, frame), function.name)
                    yield f"is not followed: {why.text}"
                elif is_to and evaluator.branches.reach(to.node, inner)[0] is False:
                    yield f"does not come to line {where(to).line} with its arguments"
    if not (call.file.may_train or call.file.may_seed):
        yield "stands in a file that is not looked into: it builds no loader, takes no training step, sets no seed"
