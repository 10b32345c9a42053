"""Evaluations of which only the first batch counts: a figure is logged, or a picture shown, for that alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import split
from loaderlint.model.inference.values import Frame, FunctionRef, at_large
from loaderlint.model.project.file import Place
from loaderlint.model.training.usage import Usage, Use, steps_beside
from loaderlint.syntax import tree

#: Methods by which a function that is called may tell something itself.
_TELLING = {"log", "log_dict"}

#: Methods of what an attribute holds by which it may keep something.
_KEEPING = {"add", "append", "extend", "update"}


def only_first_counts(usage: Usage) -> bool:
    """Whether all that comes of the batches of a loader comes of the first: `if number == 0: self.log(...)`."""
    evaluator = usage.loader.evaluator
    bodies = [list(_bodies(use, usage.loader.place)) for use in usage.uses]
    return all(found and all(_keeps_first_alone(evaluator, *body) for body in found) for found in bodies)


def _bodies(use: Use, built: Place) -> Iterator[tuple[tree.Node, Frame, str]]:
    """The code that is given each batch with its number, and the name of that."""
    if use.loop is None:
        file = built.file
        yield from ((s, at_large(file), s.params[2].name) for s in steps_beside(built) if len(s.params) > 2)
        return
    match use.loop.node:
        case (
            tree.For(
                target=tree.Sequence(items=(tree.Name(id=number), _)),
                iterable=tree.Call(func=tree.Name(id="enumerate"), args=(_,)),
            ) as loop
        ):
            yield loop, use.loop.frame, number


def _keeps_first_alone(evaluator: Evaluator, body: tree.Node, frame: Frame, number: str) -> bool:
    kept = [node for node in tree.walk_own(body) if _keeps(evaluator, node, frame)]
    return bool(kept) and all(_is_for_first(body, node, frame, number) for node in kept)


def _keeps(evaluator: Evaluator, node: tree.Node, frame: Frame) -> bool:
    """Whether a statement has an effect that outlives its turn, or may have one by what it calls."""
    match node:
        case tree.Evaluate(kind="", values=(tree.Call(),)) | tree.Return(value=tree.Node()):
            return True
        case tree.Assign(op=op, targets=targets) if op or any(
            not isinstance(t, tree.Name | tree.Sequence) for t in targets
        ):
            return True
        case tree.Call(func=func):
            called = [m.node for m in evaluator.evaluate(func, frame) if isinstance(m, FunctionRef)]
            inner = (n for function in called for n in tree.walk(function) if isinstance(n, tree.Call))
            return any(_may_keep(call.func) for call in inner)
    return False


def _may_keep(called: tree.Expr) -> bool:
    match called:
        case tree.Attribute(attr=name, value=tree.Attribute()) if name in _KEEPING:
            return True
    return tree.last_name(called) in _TELLING


def _is_for_first(body: tree.Node, node: tree.Node, frame: Frame, number: str) -> bool:
    """Whether code runs only where the number of the batch is 0."""
    child = node
    for above in takewhile(lambda outer: outer is not body, frame.file.scopes.ancestors(node)):
        parts = split(above.test, holds=True) if isinstance(above, tree.If) and child in above.body else ()
        if any(holds and _asks_for_first(part, number) for part, holds in parts):
            return True
        child = above
    return False


def _asks_for_first(test: tree.Expr, number: str) -> bool:
    match test:
        case tree.Operation(op="==", operands=(tree.Name(id=name), tree.Constant(value=0))):
            return name == number
    return False
