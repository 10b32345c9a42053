"""Numbers that are drawn for nothing but to seed a stream, together with the number of the worker."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Frame
from loaderlint.model.inference.walk import Once
from loaderlint.model.libraries.facts import Varies
from loaderlint.model.libraries.streams import RESEEDING_METHODS
from loaderlint.model.randomness.seed_variation import VariationOf
from loaderlint.model.workers.item_code import Draw, ItemCode
from loaderlint.syntax import tree


def is_mixed_with_worker(evaluator: Evaluator, code: ItemCode, draw: Draw) -> bool:
    """Whether what is drawn only seeds streams, each worker's with its own number: `default_rng([worker, drawn])`."""
    frames = [visit.frame for visit in code.visits if draw.place.node in visit.live]
    return bool(frames) and all(_Mixing(evaluator, frame).seeds_by_worker(draw.place.node) for frame in frames)


class _Mixing:
    """Follows a value through one function."""

    def __init__(self, evaluator: Evaluator, frame: Frame) -> None:
        self._evaluator = evaluator
        self._frame = frame
        self._variation_of = VariationOf(evaluator, None)
        self._once: Once[tree.Node, bool] = Once(False)

    def seeds_by_worker(self, node: tree.Node) -> bool:
        """Whether all that is done with a value is to seed streams with it and the worker's number."""
        return self._once(node, lambda: self._seeds_by_worker(node))

    def _seeds_by_worker(self, node: tree.Node) -> bool:
        parent = self._frame.file.scopes.parent
        above = parent.get(node)
        while isinstance(above, tree.Argument | tree.Sequence | tree.Operation | tree.Call):
            if isinstance(above, tree.Call) and not self._keeps(above):
                return self._seeds(above) and any(map(self._varies, self._given(above)))
            above = parent.get(above)
        match above:
            case tree.Assign(targets=(tree.Name(id=name) as target,), op=""):
                inside = (n for n in tree.walk_own(self._frame.function) if isinstance(n, tree.Name) and n.id == name)
                uses = [use for use in inside if use is not target]
                return bool(uses) and all(map(self.seeds_by_worker, uses))
        return False

    def _keeps(self, call: tree.Call) -> bool:
        """Whether a call makes another number of the one that it is given: `int`, `SeedSequence`."""
        return self._evaluator.fact(call.func, self._frame).varies is Varies.WITH_ARGUMENTS

    def _seeds(self, call: tree.Call) -> bool:
        fact = self._evaluator.fact(call.func, self._frame)
        return bool(fact.rng or fact.makes_bits or fact.seeds) or tree.last_name(call.func) in RESEEDING_METHODS

    @staticmethod
    def _given(call: tree.Call) -> Iterator[tree.Expr]:
        return (n for a in call.args for n in tree.walk(a.value) if isinstance(n, tree.Name | tree.Attribute))

    def _varies(self, expr: tree.Expr) -> bool:
        variation = self._variation_of.expression(expr, self._frame)
        return variation is not None and variation.worker
