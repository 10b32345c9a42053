"""What a generator of the project yields, to a loop that goes through it."""

from __future__ import annotations

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Frame, Meaning, Meanings
from loaderlint.syntax import tree


def yielded(evaluator: Evaluation, call: tree.Call, frame: Frame) -> Meanings:
    """Return what the generator that a call in `frame` makes yields; nothing where not all of that is seen."""
    found: list[Meaning] = []
    for callee in evaluator.evaluate(call.func, frame):
        functions = evaluator.attributes.callables(callee)
        if not functions:
            return ()
        for function in functions:
            inner = evaluator.calls.enter(function, call, frame)
            if inner is None:
                return ()
            for node in tree.yielding(function.node):
                for given in node.children:
                    if isinstance(given, tree.Expr) and evaluator.branches.reach(node, inner)[0] is not False:
                        values = evaluator.evaluate(given, inner)
                        found += evaluator.elements(values) if node.kind == "yield from" else values
    return tuple(dict.fromkeys(found))
