"""Iterable datasets that shuffle all samples in every worker before each takes its part (FACTS.md 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Frame
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.seed_variation import Variation, VariationOf
from loaderlint.model.workers.item_code import Draw, ItemCode
from loaderlint.model.workers.worker_info import told
from loaderlint.syntax import tree

#: Names of functions and methods that put what they are given in random order, or return an order.
_IN_PLACE = {"shuffle"}
_RETURNING = {"permutation", "randperm", "sample", "permuted"}


@dataclass(frozen=True, slots=True)
class EarlyShuffle:
    """A shuffle that comes out differently in every worker, and the place after it where each takes its part."""

    draw: Draw
    part: Place


def early_shuffles(evaluator: Evaluator, code: ItemCode) -> Iterator[EarlyShuffle]:
    """Yield the shuffles of all samples, before they are split, whose order is certain to differ between workers."""
    draws = {(draw.place.file, draw.place.node): draw for draw in code.draws}
    for frame, _ in code.visits if draws else ():
        for part, source in _parts(evaluator, frame):
            for call in _shuffling(frame, part, source):
                draw = draws.get((frame.file, call))
                if draw is not None and _differs(evaluator, code, draw, frame):
                    yield EarlyShuffle(draw, frame.place(part))


def _parts(evaluator: Evaluator, frame: Frame) -> Iterator[tuple[tree.Node, tree.Expr]]:
    """The places where every n-th sample is taken, n being the number of workers, and what it is taken from."""
    for node in tree.walk_own(frame.function):
        match node:
            case tree.Subscript(value=source, index=(tree.Other(kind="slice", children=bounds),)):
                if any(_counts_workers(evaluator, b, frame) for b in bounds):
                    yield node, source
            case tree.Call(func=func, args=(tree.Argument(value=source), *others)):
                if evaluator.fact(func, frame).gives is Gives.PART and any(
                    _counts_workers(evaluator, a.value, frame) for a in others
                ):
                    yield node, source
            case tree.For(iterable=tree.Call(func=func, args=(tree.Argument(value=source), *_)) as numbered):
                if evaluator.fact(func, frame).gives is Gives.NUMBERED and any(
                    isinstance(n, tree.Operation) and n.op == "%" and _counts_workers(evaluator, n.operands[1], frame)
                    for statement in node.body
                    for n in tree.walk(statement)
                ):
                    yield numbered, source


def _counts_workers(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> bool:
    """Whether an expression is, or may be, the number of workers as `get_worker_info()` gives it."""
    return any(told(v) == "num_workers" for v in evaluator.evaluate(expr, frame))


def _shuffling(frame: Frame, part: tree.Node, source: tree.Expr) -> Iterator[tree.Call]:
    """The calls before `part` that put `source` in random order."""
    if isinstance(source, tree.Call) and tree.last_name(source.func) in _RETURNING:
        yield source
    name = tree.dotted(source)
    if name is None:
        return
    for node in tree.walk_own(frame.function):
        match node:
            case tree.Call(func=func, args=(tree.Argument(value=shuffled), *_)) if node.at < part.at:
                if tree.last_name(func) in _IN_PLACE and tree.dotted(shuffled) == name:
                    yield node
            case tree.Assign(targets=(target,), value=tree.Node() as value) if node.at < part.at:
                if tree.dotted(target) == name:
                    yield from (
                        c for c in tree.walk(value) if isinstance(c, tree.Call) and tree.last_name(c.func) in _RETURNING
                    )


def _differs(evaluator: Evaluator, code: ItemCode, draw: Draw, frame: Frame) -> bool:
    """Whether the stream that is drawn from is certain to be in another state in every worker."""
    variation_of = VariationOf(evaluator, frame.function)
    if draw.rng is None:
        seedings = [s for s in code.seedings if draw.family in s.families]
        return draw.family.reseeded_by_torch and not seedings
    rng = draw.rng
    if rng.call is None or rng.fact.rng is None:
        return False
    seeds = [(s.place.node, s.frame) for s in code.seedings if s.rng == rng]
    if not seeds and rng.file.scopes.function_at(rng.call) not in code.functions:
        return False  # made in the main process: every worker has an equal copy
    call, where = seeds[-1] if seeds else (rng.call, rng.frame)
    assert isinstance(call, tree.Call)
    if not call.args:
        return not rng.fact.rng.always_seeded
    variation: Variation | None = variation_of.expression(call.args[0].value, where)
    return variation is not None and variation.worker
