"""Which streams a `worker_init_fn` seeds correctly: with another seed in each worker and epoch, within their range."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import External, Frame, FunctionRef, Instance, at_large
from loaderlint.model.inference.walk import Once
from loaderlint.model.libraries.facts import Family
from loaderlint.model.libraries.streams import RESEEDING_METHODS
from loaderlint.model.randomness.seed_range import BoundsOf
from loaderlint.model.randomness.seed_variation import VariationOf
from loaderlint.model.workers.item_code import Explorer
from loaderlint.model.workers.worker_info import told
from loaderlint.syntax import tree

#: The greatest seed that all streams take; `cv2.setRNGSeed` takes those below 2**31 alone, but wraps the others round.
_LIMIT = 2**32 - 1


def reseeded(evaluator: Evaluator, explorer: Explorer, function: FunctionRef) -> set[str]:
    """Return what a function that is called with a worker's id reseeds, whatever happens.

    Library functions by path (`numpy.random.seed`), objects as they are written (`RNG.seed(...)` gives `RNG`), those on
    the worker's dataset as `dataset.transform.rng`.
    """
    frame = evaluator.calls.enter(function, None, at_large(function.file))
    if frame is None or not isinstance(function.node, tree.Function) or not _takes_id(function.node):
        return set()
    seeds = _Seeds(evaluator, function.node)
    found = {
        s.function
        for s in explorer.functions([function]).seedings
        if isinstance(s.place.node, tree.Call) and seeds.are_sound(s.place.node, s.frame)
    }
    for statement in function.node.body:
        for target, call in _settings(statement):
            if seeds.are_sound(call, frame):
                found |= set(filter(None, [_written(evaluator, target, frame)]))
    return found


def _takes_id(function: tree.Function) -> bool:
    """Whether a function can be called with one argument."""
    required = [p for p in function.params if not p.star and p.default is None]
    return len([p for p in function.params if not p.keyword_only]) > 0 and len(required) <= 1


class _Seeds:
    """Tells whether calls are given sound seeds."""

    def __init__(self, evaluator: Evaluator, root: tree.Function) -> None:
        self._evaluator = evaluator
        self._once: Once[tuple[tree.Call, Frame], bool] = Once(False)
        self._variation_of = VariationOf(evaluator, root)
        self._bounds_of = BoundsOf(evaluator, None, root.params[0])

    def are_sound(self, call: tree.Call, frame: Frame) -> bool:
        return self._once((call, frame), lambda: self._are_sound(call, frame))

    def _are_sound(self, call: tree.Call, frame: Frame) -> bool:
        seed = next((a.value for a in call.args if not a.star), None)
        if seed is None:
            return False
        for value in self._evaluator.evaluate(seed, frame):
            match value:  # a number drawn from `random.Random(info.seed)`
                case Instance(cls=External(), call=tree.Call(func=tree.Attribute(value=owner))):
                    made = self._evaluator.evaluate(owner, frame)
                    only = made[0] if len(made) == 1 else None
                    if isinstance(only, Instance) and only.fact.rng and only.call is not None:
                        return self.are_sound(only.call, frame)
        variation = self._variation_of.expression(seed, frame)
        bounds = self._bounds_of.expression(seed, frame)
        of_numpy = Family.NUMPY in (self._evaluator.fact(call.func, frame).seeds or ())
        in_range = not of_numpy or bounds is None or bounds.high <= _LIMIT
        return variation is not None and variation.is_fresh and in_range


def _settings(statement: tree.Stmt) -> Iterator[tuple[tree.Expr, tree.Call]]:
    """The objects whose state a statement sets, each with the call that is given the seed."""
    match statement:
        case tree.Evaluate(values=(tree.Call(func=tree.Attribute(attr=attr, value=target)) as call,)):
            if attr in RESEEDING_METHODS:
                yield target, call
        case tree.Assign(
            targets=(tree.Attribute(attr="state", value=tree.Attribute(attr="bit_generator", value=target)),),
            value=tree.Attribute(attr="state") as state,
        ):
            made = state.value.value if isinstance(state.value, tree.Attribute) else state.value
            if isinstance(made, tree.Call):
                yield target, made
        case tree.Assign(targets=targets, value=tree.Call() as call, op=""):
            yield from ((target, call) for target in targets)


def _written(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> str | None:
    """How an object is written, what leads to the worker's dataset as `dataset`."""
    for value in evaluator.evaluate(expr, frame):
        if told(value) == "dataset":
            return "dataset"
    match expr:
        case tree.Name(id=name):
            return name
        case tree.Attribute(value=held, attr=attr):
            owner = _written(evaluator, held, frame)
            return owner and f"{owner}.{attr}"
        case tree.Subscript(value=held, index=(tree.Constant(value=int() | str() as key),)):
            owner = _written(evaluator, held, frame)
            return owner and (f"{owner}[{key}]" if isinstance(key, int) else f'{owner}["{key}"]')
    return None
